package conversation

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

func start() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// TestScenarios runs testdata/*.txt; testdata/README.md says how to read them.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := readScenario(t, string(text))
			if len(s.checks) == 0 {
				t.Fatal("nothing is expected")
			}
			for _, check := range s.checks {
				rand.Shuffle(len(s.events), func(i, j int) { s.events[i], s.events[j] = s.events[j], s.events[i] })
				got := render(Build(s.events, DefaultDefinitions(), s.near, start().Add(check.at)))
				if diff := cmp.Diff(check.want, got); diff != "" {
					t.Errorf("at %v (-want +got):\n%s", check.at, diff)
				}
			}
		})
	}
}

type scenario struct {
	events []event.Event
	near   Neighbours
	checks []check
}

type check struct {
	at   time.Duration
	want string
}

func readScenario(t *testing.T, text string) *scenario {
	t.Helper()
	s := &scenario{}
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || fields[0] == "#":
		case fields[0] == "at":
			s.checks = append(s.checks, check{at: offset(t, fields[1])})
		case len(s.checks) > 0:
			s.checks[len(s.checks)-1].want += line
		default:
			words, quoted, _ := strings.Cut(strings.TrimSpace(line), ` "`)
			s.happened(t, strings.Fields(words), strings.TrimSuffix(quoted, `"`))
		}
	}
	return s
}

func (s *scenario) happened(t *testing.T, fields []string, text string) {
	t.Helper()
	at := start().Add(offset(t, fields[0]))
	switch fields[1] {
	case "later":
		s.near.Later = append(s.near.Later, Asked{Conversation: fields[2], At: at, Prompt: text})
	case "converts":
		c := Conversion{Event: "v" + strconv.Itoa(len(s.near.Conversions)), At: at, By: Attribution(fields[2])}
		if len(fields) > 3 {
			c.Value = number(t, fields[3])
			c.Currency = strings.Join(fields[4:], "")
		}
		s.near.Conversions = append(s.near.Conversions, c)
	default:
		s.events = append(s.events, happening(t, at, fields, text))
	}
}

// happening is the event of one line.
func happening(t *testing.T, at time.Time, fields []string, text string) event.Event {
	t.Helper()
	e := event.Event{
		ID: fields[1], Project: "p", Kind: event.Kind(fields[2]), Conversation: "c1", Agent: event.DefaultAgent,
		Session: "s1", User: "u1", OccurredAt: at, ReceivedAt: at, StoredAt: at, Text: text,
	}
	property := func(name, value string) {
		e.Properties = append(e.Properties, event.Property{Name: name, Value: event.Value(strconv.Quote(value))}).Sorted()
	}
	for _, field := range fields[3:] {
		name, value, _ := strings.Cut(field, "=")
		switch name {
		case "stored":
			e.StoredAt = start().Add(offset(t, value))
		case "message":
			e.Message = value
		case "reply_to", "action", "author", "tool":
			property(name, value)
		case "trace", "span", "parent":
			property(name+"_id", value)
		case "response_id", "asked", "asked_before":
			property(name, value)
		case "answer":
			property("response", strings.ReplaceAll(value, "_", " "))
		case "tokens":
			in, out, _ := strings.Cut(value, "+")
			e.InputTokens, e.OutputTokens = new(int64(*number(t, in))), new(int64(*number(t, out)))
		case "user":
			e.User = value
		case "anonymous":
			e.Anonymous, e.User = value, ""
		case "agent":
			e.Agent = value
		case "session":
			e.Session = value
		case "latency":
			e.LatencyMS = number(t, value)
		case "error":
			e.Error = value
		case "rating":
			e.Rating = number(t, value)
		case "scale":
			e.RatingScale = value
		default:
			t.Fatalf("unknown name %q", name)
		}
	}
	if e.Kind == event.Span { // the marks that are left when texts are forgotten
		if text != "" && e.Properties.Get("asked") == "" {
			property("asked", text)
		}
		if e.Properties.Get("response") != "" {
			e.Properties = append(e.Properties, event.Property{Name: "answered", Value: "true"}).Sorted()
		}
	}
	return e
}

func offset(t *testing.T, s string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func number(t *testing.T, s string) *float64 {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return &f
}

// render writes what a scenario expects.
func render(d Derived) string {
	var b strings.Builder
	for i := range d.Turns {
		b.WriteString(renderTurn(&d.Turns[i]) + "\n")
	}
	c, state := &d.Conversation, "provisional"
	if c.Settled {
		state = "settled"
	}
	fmt.Fprintf(&b, "%s, %s: %s\n", c.Outcome, state, c.Why)
	if c.Conversions > 0 {
		sep := " of "
		fmt.Fprintf(&b, "counts %d", c.Conversions)
		for _, money := range c.Values {
			b.WriteString(sep + strings.TrimSpace(fmt.Sprintf("%g %s", money.Value, money.Currency)))
			sep = ", "
		}
		b.WriteString("\n")
	}
	due := "never"
	if !c.DueAt.IsZero() {
		due = c.DueAt.Sub(start()).String()
	}
	return b.String() + "due " + due + "\n"
}

func renderTurn(t *Turn) string {
	prompt := t.PromptEvent
	if prompt == "" {
		prompt = "-"
	}
	line := prompt
	if len(t.ResponseEvents) > 0 {
		line += " <- " + strings.Join(t.ResponseEvents, " ")
	}
	var shown []string
	for _, e := range t.Evidence {
		from := e.Event
		if e.About != "" {
			from += " of " + e.About
		}
		if e.Words != "" {
			from += " " + e.Words
		}
		if from != "" {
			from = "(" + from + ")"
		}
		shown = append(shown, string(e.Signal)+from)
	}
	if t.Rating != nil {
		shown = append(shown, fmt.Sprintf("rating %g", *t.Rating))
	}
	if len(shown) > 0 {
		line += " : " + strings.Join(shown, ", ")
	}
	return line
}
