package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"
)

// ledger is what is known of the items that were sent, by their texts, which
// are all different.
type ledger struct {
	acknowledged, refused, unknown map[string]bool
	missing, doubled, unexpected   int // found by check
}

func newLedger() *ledger {
	return &ledger{acknowledged: make(map[string]bool), refused: make(map[string]bool), unknown: make(map[string]bool)}
}

func (l *ledger) merge(other *ledger) {
	for to, from := range map[*map[string]bool]map[string]bool{
		&l.acknowledged: other.acknowledged, &l.refused: other.refused, &l.unknown: other.unknown,
	} {
		for text := range from {
			(*to)[text] = true
		}
	}
}

// check reads everything back and compares.
func (l *ledger) check(t *testing.T, base string) {
	t.Helper()
	counts := make(map[string]int)
	for _, e := range exported(t, base) {
		counts[e.Text]++
	}
	var missing, doubled, unexpected []string
	for text := range l.acknowledged {
		if counts[text] == 0 {
			missing = append(missing, text)
		}
	}
	for text, n := range counts {
		if n > 1 {
			doubled = append(doubled, text)
		}
		if !l.acknowledged[text] && !l.unknown[text] {
			unexpected = append(unexpected, text)
		}
	}
	l.missing, l.doubled, l.unexpected = len(missing), len(doubled), len(unexpected)
	for what, texts := range map[string][]string{"missing": missing, "there twice": doubled, "there and should not": unexpected} {
		if len(texts) > 0 {
			t.Errorf("%d %s, as %q", len(texts), what, texts[:min(10, len(texts))])
		}
	}
}

type exportedEvent struct {
	Text string `json:"text"`
}

func exported(t *testing.T, base string) (events []exportedEvent) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/api/v1/export/events?wait=derived", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+tortureReadKey)
	resp, err := http.DefaultClient.Do(req)
	for began := time.Now(); err == nil && resp.StatusCode == http.StatusServiceUnavailable && time.Since(began) < 10*time.Minute; {
		_ = resp.Body.Close() // analysis is behind: it answers after a minute
		resp, err = http.DefaultClient.Do(req)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was read to its end
	if resp.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(resp.Body)
		t.Fatalf("export: %s: %s", resp.Status, body)
	}
	for lines := json.NewDecoder(resp.Body); ; {
		var e exportedEvent
		if err = lines.Decode(&e); errors.Is(err, io.EOF) {
			return events
		}
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
}
