package control

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/conversation"
)

// FirstVersion is the version of the defaults; the first definitions that a
// project sets are the one after.
const FirstVersion = 1

// definitions is how definitions are written down. Its names are stored and
// never change their meaning.
type definitions struct {
	Settling   span     `json:"settling"`
	AnswerDue  span     `json:"answer_due"`
	SlowMS     float64  `json:"slow_ms"`
	Window     span     `json:"window"`
	LowRating  float64  `json:"low_rating"`
	HighRating float64  `json:"high_rating"`
	ClockSlack span     `json:"clock_slack"`
	Goals      []string `json:"goals"`
}

// span is a duration that reads as one, as in "24h0m0s".
type span time.Duration

// MarshalText writes the duration as Go does.
func (s span) MarshalText() ([]byte, error) { return []byte(time.Duration(s).String()), nil }

// UnmarshalText reads what MarshalText writes.
func (s *span) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	*s = span(d)
	return err
}

// MarshalDefinitions writes definitions as JSON with durations as "24h0m0s".
// It fails on a number that is not finite.
func MarshalDefinitions(d conversation.Definitions) ([]byte, error) {
	text, err := json.Marshal(written(d))
	if err != nil {
		return nil, fmt.Errorf("cannot write definitions: %w", err)
	}
	return text, nil
}

// UnmarshalDefinitions reads what MarshalDefinitions wrote, now, earlier or
// later: what is missing has its default, what is not known is skipped.
func UnmarshalDefinitions(text []byte) (conversation.Definitions, error) {
	row := written(conversation.DefaultDefinitions())
	if err := json.Unmarshal(text, &row); err != nil {
		return conversation.Definitions{}, fmt.Errorf("cannot read definitions: %w", err)
	}
	d := conversation.Definitions{
		Settling:   time.Duration(row.Settling),
		AnswerDue:  time.Duration(row.AnswerDue),
		SlowMS:     row.SlowMS,
		Window:     time.Duration(row.Window),
		LowRating:  row.LowRating,
		HighRating: row.HighRating,
		ClockSlack: time.Duration(row.ClockSlack),
	}
	if len(row.Goals) > 0 {
		d.Goals = row.Goals
	}
	return d, nil
}

func written(d conversation.Definitions) definitions {
	return definitions{
		Settling:   span(d.Settling),
		AnswerDue:  span(d.AnswerDue),
		SlowMS:     d.SlowMS,
		Window:     span(d.Window),
		LowRating:  d.LowRating,
		HighRating: d.HighRating,
		ClockSlack: span(d.ClockSlack),
		Goals:      d.Goals,
	}
}
