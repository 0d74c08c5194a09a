package metric_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/analyze"
	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

const project = "p"

// play is a script on its way: what it has said so far.
type play struct {
	path  string
	store store.Store

	rules    conversation.Definitions
	zone     *time.Location
	now      time.Time // when is asked; zero before the script says so
	arrival  time.Time // of the events that are being loaded
	day      time.Time // of the events that come next
	from, to time.Time // what is asked about

	batches int
	events  int
	wrong   []string // expectations that were not met
}

func newPlay(path string) *play {
	return &play{path: path, zone: time.UTC, rules: conversation.DefaultDefinitions()}
}

// storesAt dates what is stored: when the last of it happened.
func (p *play) storesAt() time.Time { return p.arrival }

// Definitions implements analyze.Rules.
func (p *play) Definitions(context.Context, string) (conversation.Definitions, int, error) {
	return p.rules, 1, nil
}

// statement is a line at the margin with the indented lines below it.
type statement struct {
	line int
	text string
	body []line
}

type line struct {
	number int
	text   string
}

// statements cuts a script up; comments and empty lines are gone.
func statements(script string) []statement {
	var all []statement
	for i, raw := range strings.Split(script, "\n") {
		text := strings.TrimSpace(uncommented(raw))
		switch {
		case text == "":
		case len(all) > 0 && strings.ContainsAny(raw[:1], " \t"):
			last := &all[len(all)-1]
			last.body = append(last.body, line{i + 1, text})
		default:
			all = append(all, statement{line: i + 1, text: text})
		}
	}
	return all
}

// uncommented is a line up to a # outside texts.
func uncommented(s string) string {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"' && (i == 0 || s[i-1] != '\\'):
			quoted = !quoted
		case s[i] == '#' && !quoted:
			return s[:i]
		}
	}
	return s
}

// run plays a script; the error is a mistake in the script itself.
func (p *play) run(ctx context.Context, script string) error {
	for _, s := range statements(script) {
		if err := p.say(ctx, &s); err != nil {
			if _, placed := errors.AsType[*misplaced](err); placed {
				return err
			}
			return p.mistake(s.line, err)
		}
	}
	return nil
}

// misplaced is an error that knows its line.
type misplaced struct{ error }

func (p *play) mistake(number int, err error) error {
	return &misplaced{fmt.Errorf("%s:%d: %w", p.path, number, err)}
}

func (p *play) say(ctx context.Context, s *statement) error {
	verb, rest, _ := strings.Cut(s.text, " ")
	switch verb {
	case "load":
		return p.load(ctx, s.body)
	case "at":
		return p.at(ctx, rest)
	case "period":
		return p.period(rest)
	case "set":
		return p.set(rest)
	case "expect":
		return p.expect(ctx, rest, s)
	default:
		return fmt.Errorf("a script has load, at, period, set and expect, but no %q", verb)
	}
}

// at lets time pass and has everything judged that has come due.
func (p *play) at(ctx context.Context, text string) error {
	now, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		return fmt.Errorf("%q is not a time like 2026-11-04 09:00", text)
	}
	p.now = now
	analyzer := analyze.New(analyze.Options{Store: p.store, Rules: p, Now: func() time.Time { return now }})
	for busy := true; busy && err == nil; {
		busy, err = analyzer.Step(ctx)
	}
	return err
}

// period is from the first day to the last, that one included.
func (p *play) period(text string) error {
	first, last, _ := strings.Cut(text, " .. ")
	var ends [2]time.Time
	for i, day := range []string{first, last} {
		parsed, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return fmt.Errorf("%q is not a period like 2026-11-02 .. 2026-11-03", text)
		}
		from, to := where.Day(parsed.Date()).Span(p.zone)
		ends[i] = []time.Time{from, to}[i]
	}
	p.from, p.to = ends[0], ends[1]
	return nil
}

func (p *play) set(text string) (err error) {
	name, value, _ := strings.Cut(text, " ")
	switch name {
	case "zone":
		p.zone, err = time.LoadLocation(value)
	case "settling":
		p.rules.Settling, err = time.ParseDuration(value)
	case "window":
		p.rules.Window, err = time.ParseDuration(value)
	case "goals":
		p.rules.Goals = strings.Fields(value)
	default:
		err = fmt.Errorf("there is no %q to set, but zone, settling, window and goals", name)
	}
	return err
}

// load stores events as the door lets them in.
func (p *play) load(ctx context.Context, body []line) error {
	var events []event.Event
	for _, l := range body {
		if day, err := time.Parse(time.DateOnly, l.text); err == nil {
			p.day = day
			continue
		}
		e, err := p.event(l.text)
		if err != nil {
			return p.mistake(l.number, err)
		}
		if e.OccurredAt.After(p.arrival) {
			p.arrival = e.OccurredAt
		}
		events = append(events, e)
	}
	p.batches++
	_, err := p.store.Append(ctx, strconv.Itoa(p.batches), events)
	return err
}
