package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// AssistantFile is where the assistant's dialogues lie below the data folder.
const AssistantFile = "conversations/assistant_sgd.jsonl"

// Count is what a metric must say about the assistant's dialogues: N is the
// denominator or, of a count, what was counted.
type Count struct {
	Metric string
	Value  float64
	N      int
}

// line is one event of the file, with what is counted here.
type line struct {
	Event      string    `json:"event"`
	User       string    `json:"user_id"`
	Timestamp  time.Time `json:"timestamp"`
	Properties struct {
		Conversation string   `json:"conversation_id"`
		Session      string   `json:"session_id"`
		Rating       any      `json:"rating"`
		RatingScale  string   `json:"rating_scale"`
		Latency      *float64 `json:"latency_ms"`
	} `json:"properties"`
}

// dialogue is what is counted of one conversation.
type dialogue struct {
	prompts, responses, conversions int
	ratings                         []float64 // 0..1
}

// CountAssistant counts metrics of the assistant's dialogues from the raw
// lines, with nothing that Debrief counts with. It leans on what holds for
// this file and fails where it does not: ratings are on 1 to 5 and every
// prompt is followed by its own response. That conversions name their
// conversation is taken for granted. Outcomes are left out: they follow what
// the words say, which nothing but Debrief reads here. Errors wrap os.ErrNotExist where the file is missing.
func CountAssistant(dir string) ([]Count, error) {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(AssistantFile))) //nolint:gosec // the caller names the folder
	if err != nil {
		return nil, fmt.Errorf("cannot count dialogues: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	t := &tallying{dialogues: make(map[string]*dialogue), users: make(map[string]bool)}
	lines := bufio.NewScanner(f)
	for number := 1; lines.Scan(); number++ {
		var l line
		if err = json.Unmarshal(lines.Bytes(), &l); err == nil {
			err = t.add(&l)
		}
		if err != nil {
			return nil, fmt.Errorf("cannot count line %d: %w", number, err)
		}
	}
	if err = lines.Err(); err != nil {
		return nil, fmt.Errorf("cannot read dialogues: %w", err)
	}
	return t.counts(), nil
}

// errUnlike says that the file is not what the counts take it for.
var errUnlike = errors.New("the dialogues are not as described")

// tallying is what has been read so far.
type tallying struct {
	dialogues map[string]*dialogue
	users     map[string]bool // who wrote a prompt
	latencies []float64
}

func (t *tallying) add(l *line) error {
	d := t.dialogues[l.Properties.Conversation]
	if d == nil {
		d = &dialogue{}
		t.dialogues[l.Properties.Conversation] = d
	}
	switch l.Event {
	case "screeb_copilot_user_prompt":
		d.prompts++
		t.users[l.User] = true
	case "screeb_copilot_response":
		d.responses++
		if l.Properties.Latency == nil || d.responses != d.prompts {
			return fmt.Errorf("%w: it is no answer with a latency to the prompt before it", errUnlike)
		}
		t.latencies = append(t.latencies, *l.Properties.Latency)
	case "screeb_copilot_conversion":
		d.conversions++
	case "screeb_copilot_satisfaction":
		rating, readable := stars(l.Properties.Rating)
		if l.Properties.RatingScale != "1-5" || !readable {
			return fmt.Errorf("%w: it is no rating on 1-5", errUnlike)
		}
		d.ratings = append(d.ratings, (rating-1)/4)
	}
	return nil
}

func stars(v any) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(fmt.Sprint(v)), 64)
	return f, err == nil && f >= 1 && f <= 5
}

// sums are what the dialogues add up to.
type sums struct {
	prompts, rated, ratings, good, conversions, converted int
	rating                                                float64
}

func (s *sums) add(d *dialogue) {
	s.prompts += d.prompts
	s.ratings += len(d.ratings)
	s.conversions += d.conversions
	for _, r := range d.ratings {
		s.rating += r
		if r >= 0.75 {
			s.good++
		}
	}
	if len(d.ratings) > 0 {
		s.rated++
	}
	if d.conversions > 0 {
		s.converted++
	}
}

func (t *tallying) counts() []Count {
	var s sums
	for _, d := range t.dialogues {
		s.add(d)
	}
	slices.Sort(t.latencies)
	n := len(t.dialogues)
	share := func(metric string, of, among int) Count { return Count{metric, float64(of) / float64(among), among} }
	total := func(metric string, of int) Count { return Count{metric, float64(of), of} }
	rank := func(tenths int) float64 { return t.latencies[(len(t.latencies)*tenths+9)/10-1] } // nearest rank
	return []Count{
		total("active_users", len(t.users)), total("conversations", n), total("prompts", s.prompts),
		share("turns_per_conversation", s.prompts, n),
		share("response_rate", s.rated, n), share("positive_rate", s.good, s.ratings),
		{"mean_rating", s.rating / float64(s.ratings), s.ratings},
		total("conversions", s.conversions), share("conversion_rate", s.converted, n),
		{"latency_p50", rank(5), len(t.latencies)},
		{"latency_p90", rank(9), len(t.latencies)},
	}
}
