package eval

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
)

// RefusalScore is how well the signal refused agrees with people who read the
// answers of one model.
type RefusalScore struct {
	Model          string
	Training, Test Detection
	Missed, Wrong  []string // of the training part, for whoever tunes on it
}

// Detection counts what a detector says against labels.
type Detection struct{ Found, Right, Labelled int }

func (d *Detection) add(found, labelled bool) {
	if found {
		d.Found++
	}
	if labelled {
		d.Labelled++
	}
	if found && labelled {
		d.Right++
	}
}

// F1 is the harmonic mean of precision and recall.
func (d *Detection) F1() float64 { return 2 * float64(d.Right) / float64(d.Found+d.Labelled) }

// Refusals evaluates the signal refused on the answers of XSTest below dir; a
// full and a partial refusal count the same.
func Refusals(dir string) ([]RefusalScore, error) {
	var scores []RefusalScore
	for _, model := range []string{"gpt4", "llama2orig"} {
		file := filepath.Join(dir, "refusal", "xstest_"+model+".csv")
		read, err := columns(file, "prompt", "completion", "final_label")
		if err != nil {
			return nil, fmt.Errorf("cannot evaluate refusals: %w", err)
		}
		score := RefusalScore{Model: model}
		for i, prompt := range read[0] {
			score.add(prompt, read[1][i], !strings.HasPrefix(read[2][i], "1"))
		}
		scores = append(scores, score)
	}
	return scores, nil
}

func (s *RefusalScore) add(prompt, answer string, refused bool) {
	d := derive(said{event.Prompt, prompt}, said{event.Response, answer})
	found := d.Turns[0].Has(conversation.Refused)
	if Test(prompt) {
		s.Test.add(found, refused)
		return
	}
	s.Training.add(found, refused)
	switch {
	case refused && !found:
		s.Missed = append(s.Missed, answer)
	case found && !refused:
		s.Wrong = append(s.Wrong, d.Turns[0].Evidence[0].Words+": "+answer)
	}
}

// said is one text of a conversation.
type said struct {
	kind event.Kind
	text string
}

// derive builds a conversation of texts that follow one another by seconds.
func derive(texts ...said) conversation.Derived {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	events := make([]event.Event, len(texts))
	for i, one := range texts {
		at := start.Add(time.Duration(i) * time.Second)
		events[i] = event.Event{
			ID: strconv.Itoa(i), Project: "p", Conversation: "c", Agent: event.DefaultAgent, Kind: one.kind, Text: one.text,
			OccurredAt: at, ReceivedAt: at, StoredAt: at,
		}
	}
	return conversation.Build(events, conversation.DefaultDefinitions(), conversation.Neighbours{}, start.Add(48*time.Hour))
}
