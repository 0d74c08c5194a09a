package eval

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/report"
)

// servedTopics is how many topics of the dialogues the document shows.
const servedTopics = 40

// TestQualityOfServedTopics writes down the topics of real dialogues as the API
// returns them: their names, which hold no sentence of anybody.
func TestQualityOfServedTopics(t *testing.T) {
	dir := dataDir(t, "the topics of real dialogues")
	s := serve(t, build(t), t.TempDir())
	s.debrief(t, "import", filepath.Join(dir, filepath.FromSlash(AssistantFile)), "--data", s.data)
	var page report.TopicsPage
	s.read(t, "/api/v1/topics?from=2020-01-01", &page)
	if len(page.Topics) < 50 || page.Placed < 0.5 {
		t.Fatalf("%d topics hold %.2f of the prompts", len(page.Topics), page.Placed)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d topics in %d themes hold %.0f %% of %d prompts. The largest:\n\n| topic | name | theme | prompts | users | other terms |\n|---|---|---|---|---|---|\n",
		len(page.Topics), len(page.Themes), 100*page.Placed, page.Prompts)
	for _, one := range page.Topics[:servedTopics] {
		var other []string
		for _, term := range one.Terms {
			if !strings.Contains(one.Name, term) {
				other = append(other, term)
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %d | %d | %s |\n", one.ID, one.Name, one.Theme.Name, one.Prompts.N, one.Users.N, strings.Join(other, ", "))
	}
	leaks(t, dir, b.String())
	writeTable(t, "served topics", b.String())
}

// read gets a path of the API.
func (s *served) read(t *testing.T, path string, to any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+s.keys["READ"])
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was only read
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s", path, answer.Status)
	}
	if err = json.NewDecoder(answer.Body).Decode(to); err != nil {
		t.Fatal(err)
	}
}
