package eval

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/redact"
)

// dataDir returns the folder of labelled data, or skips.
func dataDir(t *testing.T, what string) string {
	t.Helper()
	dir := os.Getenv("DEBRIEF_DATA")
	if dir == "" {
		t.Skipf("NOT EVALUATED: %s. Set DEBRIEF_DATA to the folder of labelled data.", what)
	}
	return dir
}

func TestRedactionScoresAFile(t *testing.T) {
	dir := t.TempDir()
	write := func(content string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Join(dir, "redaction"), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "redaction", "generated_large.json"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Redaction(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without the file: %v", err)
	}
	write(`[{"full_text":"é ann@example.com","spans":[{"entity_type":"EMAIL_ADDRESS","start_position":2,"end_position":99}]}]`)
	if _, err := Redaction(dir); !errors.Is(err, ErrSpan) {
		t.Errorf("with a label outside its text: %v", err)
	}
	write(`[{"full_text":"é ann@example.com bob@example.com Rue 1",
	  "spans":[{"entity_type":"EMAIL_ADDRESS","start_position":2,"end_position":17},
	           {"entity_type":"IP_ADDRESS","start_position":34,"end_position":37},
	           {"entity_type":"STREET","start_position":34,"end_position":39}]}]`)
	report, err := Redaction(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := report.Training
	if report.Test.Texts > 0 {
		got = report.Test
	}
	want := RedactionScores{
		Texts: 1,
		Kinds: []KindScore{
			{Kind: redact.Email, Labelled: 1, Covered: 1, Hidden: 1, Found: 2, Right: 1},
			{Kind: redact.Card},
			{Kind: redact.Phone},
			{Kind: redact.IBAN},
			{Kind: redact.IP, Labelled: 1},
			{Kind: redact.SSN},
		},
		Unlabelled: []string{"[email] bob@example.com"},
		Left:       []string{"[ip] Rue"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, ok := got.Kinds[1].Recall(); ok {
		t.Error("a recall without labels")
	}
}

// TestRedaction holds recall and precision on the test part of the public data
// above floors: what was measured, less one label or finding where there are
// enough of them for one to be chance.
func TestRedaction(t *testing.T) {
	report, err := Redaction(dataDir(t, "recall and precision of redaction"))
	if err != nil {
		t.Fatal(err)
	}
	log := func(name string, s RedactionScores) {
		t.Logf("%s: %d texts", name, s.Texts)
		for _, k := range s.Kinds {
			recall, _ := k.Recall()
			hiding, _ := k.Hiding()
			precision, _ := k.Precision()
			t.Logf("  %-6s recall %.3f, hidden %.3f of %3d labels; precision %.3f of %3d findings",
				k.Kind, recall, hiding, k.Labelled, precision, k.Found)
		}
	}
	log("training", report.Training)
	log("test", report.Test)
	if testing.Verbose() {
		t.Logf("training, left readable: %q", report.Training.Left)
		t.Logf("training, without a label: %q", report.Training.Unlabelled)
	}
	for _, k := range report.Test.Kinds {
		recall, ok := k.Recall()
		if least := floor(k.Kind); !ok || recall < least {
			t.Errorf("%v: recall %.3f of %d labels, at least %.2f before", k.Kind, recall, k.Labelled, least)
		}
		precision, ok := k.Precision()
		if least := floor(k.Kind); !ok || precision < least {
			t.Errorf("%v: precision %.3f of %d findings, at least %.2f before", k.Kind, precision, k.Found, least)
		}
	}
}

func floor(k redact.Kind) float64 {
	switch k {
	case redact.Phone:
		return 0.92
	case redact.Card:
		return 0.97
	default:
		return 1
	}
}
