package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/redact"
)

// ErrSpan says that a label does not fit its text.
var ErrSpan = errors.New("label outside its text")

// RedactionReport is what [redact.DefaultRules] finds on labelled texts. Secrets
// are not in it: the data has none.
type RedactionReport struct {
	Training, Test RedactionScores
}

// RedactionScores are the counts of one part of the data.
type RedactionScores struct {
	Texts int
	Kinds []KindScore
	// Unlabelled are the findings that no label of their kind explains, each with
	// its mark, for whoever tunes on the training part.
	Unlabelled []string
	// Left are the labels of which something stayed readable.
	Left []string
}

// KindScore counts one kind's labels and findings.
type KindScore struct {
	Kind     redact.Kind
	Labelled int // Labels of the kind.
	Covered  int // Labels wholly inside one finding of the kind.
	Hidden   int // Labels of which no letter and no digit stays, whatever the marks say.
	Found    int // Findings of the kind.
	Right    int // Findings that overlap a label of the kind.
}

// Recall is the share of labels found as their kind; ok is false without labels.
func (s KindScore) Recall() (rate float64, ok bool) { return share(s.Covered, s.Labelled) }

// Hiding is the share of labels that cannot be read any more.
func (s KindScore) Hiding() (rate float64, ok bool) { return share(s.Hidden, s.Labelled) }

// Precision is the share of findings that are what they are called; ok is false
// without findings.
func (s KindScore) Precision() (rate float64, ok bool) { return share(s.Right, s.Found) }

func share(part, whole int) (rate float64, ok bool) {
	if whole == 0 {
		return 0, false
	}
	return float64(part) / float64(whole), true
}

// labelledText is a row of presidio-research's generated data; positions count
// characters.
type labelledText struct {
	Text  string `json:"full_text"`
	Spans []struct {
		Type  string `json:"entity_type"`
		Start int    `json:"start_position"`
		End   int    `json:"end_position"`
	} `json:"spans"`
}

// Redaction evaluates package redact on redaction/generated_large.json below
// dir: 2,109 synthetic texts with the places of personal data.
func Redaction(dir string) (RedactionReport, error) {
	file := filepath.Join(dir, "redaction", "generated_large.json")
	data, err := os.ReadFile(file) //nolint:gosec // The folder is the caller's to name.
	if err != nil {
		return RedactionReport{}, fmt.Errorf("cannot evaluate redaction: %w", err)
	}
	var rows []labelledText
	if err = json.Unmarshal(data, &rows); err != nil {
		return RedactionReport{}, fmt.Errorf("cannot read labels from %s: %w", file, err)
	}
	report := RedactionReport{Training: newScores(), Test: newScores()}
	for _, row := range rows {
		part := &report.Training
		if Test(row.Text) {
			part = &report.Test
		}
		if err = part.add(row); err != nil {
			return RedactionReport{}, fmt.Errorf("cannot use a row of %s: %w", file, err)
		}
	}
	return report, nil
}

func newScores() RedactionScores {
	var s RedactionScores
	for _, k := range redact.Kinds() {
		if k != redact.Secret {
			s.Kinds = append(s.Kinds, KindScore{Kind: k})
		}
	}
	return s
}

func (s *RedactionScores) add(row labelledText) error {
	s.Texts++
	labels, err := labelsOf(row)
	if err != nil {
		return err
	}
	found := redact.DefaultRules().Find(row.Text)
	for i := range s.Kinds {
		k := &s.Kinds[i]
		for _, label := range labels {
			if label.Kind == k.Kind {
				s.addLabel(k, row.Text, label, found)
			}
		}
		for _, f := range found {
			if f.Kind == k.Kind {
				s.addFinding(k, row.Text, f, labels)
			}
		}
	}
	return nil
}

func (s *RedactionScores) addLabel(k *KindScore, text string, label redact.Finding, found []redact.Finding) {
	k.Labelled++
	for _, f := range found {
		if f.Kind == label.Kind && f.Start <= label.Start && label.End <= f.End {
			k.Covered++
			break
		}
	}
	if readable(text, label, found) {
		s.Left = append(s.Left, label.Kind.Mark()+" "+text[label.Start:label.End])
		return
	}
	k.Hidden++
}

func (s *RedactionScores) addFinding(k *KindScore, text string, f redact.Finding, labels []redact.Finding) {
	k.Found++
	for _, label := range labels {
		if label.Kind == f.Kind && f.Start < label.End && label.Start < f.End {
			k.Right++
			return
		}
	}
	s.Unlabelled = append(s.Unlabelled, f.Kind.Mark()+" "+text[f.Start:f.End])
}

// readable tells whether a letter or digit of the label is outside all findings.
func readable(text string, label redact.Finding, found []redact.Finding) bool {
	for i := label.Start; i < label.End; i++ {
		if strings.IndexByte(" ()-.+/:", text[i]) >= 0 {
			continue
		}
		inside := false
		for _, f := range found {
			inside = inside || f.Start <= i && i < f.End
		}
		if !inside {
			return true
		}
	}
	return false
}

// labelsOf returns the labels of kinds redact knows, in bytes.
func labelsOf(row labelledText) ([]redact.Finding, error) {
	offsets := make([]int, 0, len(row.Text)+1)
	for i := range row.Text {
		offsets = append(offsets, i)
	}
	offsets = append(offsets, len(row.Text))
	var labels []redact.Finding
	for _, span := range row.Spans {
		kind := kindOfLabel(span.Type)
		if kind == 0 {
			continue
		}
		if span.Start < 0 || span.End <= span.Start || span.End >= len(offsets) {
			return nil, fmt.Errorf("%s at %d to %d of %d characters: %w",
				span.Type, span.Start, span.End, utf8.RuneCountInString(row.Text), ErrSpan)
		}
		labels = append(labels, redact.Finding{Kind: kind, Start: offsets[span.Start], End: offsets[span.End]})
	}
	return labels, nil
}

// kindOfLabel maps the data's names; 0 for what redact does not look for
// (persons, addresses, organisations, dates, …).
func kindOfLabel(name string) redact.Kind {
	switch name {
	case "EMAIL_ADDRESS":
		return redact.Email
	case "CREDIT_CARD":
		return redact.Card
	case "PHONE_NUMBER":
		return redact.Phone
	case "IBAN_CODE":
		return redact.IBAN
	case "IP_ADDRESS":
		return redact.IP
	case "US_SSN":
		return redact.SSN
	default:
		return 0
	}
}
