package eval

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// assistantPeriod holds all dialogues, as a query.
const assistantPeriod = "from=2026-09-01&to=2026-12-01"

// TestAssistant imports the assistant's dialogues with the program itself and
// holds its figures against counts made from the raw file. -v prints both.
func TestAssistant(t *testing.T) {
	dir := dataDir(t, "figures of real dialogues")
	s := serve(t, build(t), t.TempDir())
	s.debrief(t, "import", filepath.Join(dir, filepath.FromSlash(AssistantFile)), "--data", s.data)
	t.Log("\n" + compareAssistant(t, dir, s))
}

// compareAssistant compares, and returns both sides as a table.
func compareAssistant(t *testing.T, dir string, s *served) string {
	t.Helper()
	counts, err := CountAssistant(dir)
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-24s %18s %18s %8s %8s\n", "metric", "raw file", "Debrief", "n", "n")
	for _, want := range counts {
		value, n := s.metric(t, want.Metric)
		fmt.Fprintf(&table, "%-24s %18s %18s %8d %8d\n", want.Metric, digits(want.Value), digits(value), want.N, n)
		// Sums of floating numbers may be added in any order; all else is exact.
		if n != want.N || math.Abs(value-want.Value) > 1e-12 {
			t.Errorf("%s: %v of %d, counted %v of %d", want.Metric, value, n, want.Value, want.N)
		}
	}
	return table.String()
}

func digits(x float64) string {
	if x == math.Trunc(x) {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.12f", x)
}

// metric asks for one figure of the whole period.
func (s *served) metric(t *testing.T, id string) (value float64, n int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+"/api/v1/metrics/"+id+"?"+assistantPeriod, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.keys["READ"])
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	var answer struct {
		Rows []struct {
			Value *float64 `json:"value"`
			N     int      `json:"n"`
		} `json:"rows"`
	}
	if err = json.NewDecoder(resp.Body).Decode(&answer); err != nil || len(answer.Rows) != 1 || answer.Rows[0].Value == nil {
		t.Fatalf("%s: %d %v %+v", id, resp.StatusCode, err, answer)
	}
	return *answer.Rows[0].Value, answer.Rows[0].N
}
