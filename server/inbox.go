package server

import (
	"context"
	"net/http"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest"
)

type inboxInput struct {
	ProjectInput
	From string `query:"from" doc:"Start of the period, of which whole hours are counted: RFC 3339, or a date in the project's time zone; 24 hours ago by default"`
	To   string `query:"to" doc:"End of the period; now by default"`
}

// InboxHealth is what senders sent well and wrongly.
type InboxHealth struct {
	From    time.Time     `json:"from" doc:"start of the first hour that is counted"`
	To      time.Time     `json:"to"`
	Keys    []InboxKey    `json:"keys" nullable:"false" doc:"the keys that may send, oldest first"`
	Rows    []InboxRow    `json:"rows" nullable:"false" doc:"how often what happened, by key, source, verdict and code"`
	Samples []InboxSample `json:"samples" nullable:"false" doc:"what was wrong lately in the period, the latest first, at most 20 of each key and code; none for those who may not see texts"`
}

// InboxKey says whether events still come by a key.
type InboxKey struct {
	ID          string          `json:"id"`
	Name        string          `json:"name"`
	Kind        control.KeyKind `json:"kind" enum:"write,server"`
	Hint        string          `json:"hint" doc:"its first characters"`
	State       inboxState      `json:"state" enum:"receiving,quiet,stopped,never"`
	LastEventAt *time.Time      `json:"last_event_at,omitempty" doc:"when an item was accepted last, or was a duplicate"`
}

// InboxRow is how often one thing happened.
type InboxRow struct {
	Key     string          `json:"key" doc:"id of the key; empty for what came without one, as files do"`
	Source  string          `json:"source" doc:"the door it came through"`
	Verdict control.Verdict `json:"verdict" enum:"accepted,duplicate,rejected,refused,noticed" doc:"rejected: one item; refused: a whole request; noticed: accepted, and there is something to mend"`
	Code    string          `json:"code" doc:"why; empty for accepted and duplicate"`
	Count   int64           `json:"count"`
	LastAt  time.Time       `json:"last_at"`
	Meaning string          `json:"meaning,omitempty"`
	Mend    string          `json:"mend,omitempty" doc:"what the sender should do"`
}

// InboxSample is one item, or one body, that something was wrong with.
type InboxSample struct {
	Key     string          `json:"key"`
	Source  string          `json:"source"`
	Verdict control.Verdict `json:"verdict" enum:"rejected,refused,noticed"`
	Code    string          `json:"code"`
	Field   string          `json:"field,omitempty" doc:"the property at fault"`
	Message string          `json:"message"`
	Item    string          `json:"item,omitempty" doc:"what was sent: redacted, with its texts cut, at most 2 KiB"`
	At      time.Time       `json:"at"`
}

const inboxAbout = "A key is receiving when an event came within the last hour; quiet when none did, but not for longer than is usual; stopped when none came for longer " +
	"than that; never when none came at all. Usual is the longest pause of the seven days before the last event, at least an hour, and an hour more: pauses are told by " +
	"whole hours. Counts are kept for 30 days. A viewer gets counts without samples."

func (s *Server) registerInbox() {
	op := s.operation("getInboxHealth", http.MethodGet, "/api/v1/health/inbox", "What senders sent well and wrongly")
	op.Description = inboxAbout
	answers(s, op, s.inboxHealth)
}

func (s *Server) inboxHealth(ctx context.Context, in *inboxInput) (*InboxHealth, error) {
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	h := &InboxHealth{}
	if h.From, h.To, err = s.inboxPeriod(in, project.Zone); err != nil {
		return h, err
	}
	if err = s.Inbox.Save(ctx); err != nil { // so that the answer is of now
		return h, err
	}
	if h.Keys, err = s.inboxKeys(ctx, project.ID); err != nil {
		return h, err
	}
	tallies, err := s.Control.Tallies(ctx, project.ID, h.From, h.To)
	if err != nil {
		return h, err
	}
	h.Rows = inboxRows(tallies)
	h.Samples, err = s.inboxSamples(ctx, project.ID, h.From, h.To)
	return h, err
}

func (s *Server) inboxPeriod(in *inboxInput, zoneName string) (from, to time.Time, err error) {
	location, err := zone("", zoneName)
	if err != nil {
		return from, to, err
	}
	to = s.Now().Add(time.Microsecond) // what came this very moment is of the period
	if in.To != "" {
		if to, err = moment("to", in.To, location); err != nil {
			return from, to, err
		}
	}
	from = to.AddDate(0, 0, -1)
	if in.From != "" {
		if from, err = moment("from", in.From, location); err != nil {
			return from, to, err
		}
	}
	if !from.Before(to) {
		return from, to, errInvalid("from", "The period is empty: from must be before to.")
	}
	return from.UTC().Truncate(time.Hour), to.UTC(), nil
}

// inboxRows sums tallies over their hours; tallies come by hour, so the last
// of a kind has the latest moment.
func inboxRows(tallies []control.Tally) []InboxRow {
	advice := inboxAdvice()
	rows := []InboxRow{}
	at := make(map[InboxRow]int)
	for i := range tallies {
		t := &tallies[i]
		name := InboxRow{Key: t.Key, Source: t.Source, Verdict: t.Verdict, Code: t.Code}
		place, known := at[name]
		if !known {
			place = len(rows)
			at[name] = place
			name.Meaning, name.Mend = advice[t.Code].meaning, advice[t.Code].mend
			rows = append(rows, name)
		}
		rows[place].Count += t.Count
		rows[place].LastAt = t.LastAt
	}
	return rows
}

type advice struct{ meaning, mend string }

// inboxAdvice says of every code what it means and how to mend it, in the words
// of the tables of codes.
func inboxAdvice() map[string]advice {
	all := make(map[string]advice)
	for _, p := range Problems() {
		all[p.Code] = advice{p.Meaning, p.Mend}
	}
	for _, c := range event.Codes() {
		all[string(c.Code)] = advice{c.Meaning, c.Mend}
	}
	for _, n := range ingest.Notices() {
		all[n.Code] = advice{n.Meaning, n.Mend}
	}
	return all
}

func (s *Server) inboxSamples(ctx context.Context, project string, from, to time.Time) ([]InboxSample, error) {
	samples := []InboxSample{}
	if p, _ := principalOf(ctx); !p.seesTexts() {
		return samples, nil
	}
	all, err := s.Control.Samples(ctx, project, from)
	if err == nil {
		all, err = s.withoutErased(ctx, project, all)
	}
	for i := range all {
		if x := &all[i]; !x.At.After(to) {
			samples = append(samples, InboxSample{x.Key, x.Source, x.Verdict, x.Code, x.Field, x.Message, x.Item, x.At})
		}
	}
	return samples, err
}
