package storetest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/debrief-dev/debrief/analyze"
	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/memory"
)

// claim is that a store and the reference agree on these questions about what
// is derived from these events. They are written without a project.
type claim struct {
	events  []event.Event
	queries []store.Query // asked at once
	lists   []store.ListQuery
}

// court holds claims to be true of a store: each in a project of its own.
type court struct {
	reference, store store.Store
	analyzers        [2]*analyze.Analyzer
	claims           int
	asked, answered  int // questions, and those whose answer is not empty
}

// judged is when what a claim's events say is judged: some conversations of a
// random world have settled by then and others have not.
func judged() time.Time { return epoch().AddDate(0, 0, 6) }

// rules are the same for every project.
type rules struct{}

// Definitions implements analyze.Rules.
func (rules) Definitions(context.Context, string) (conversation.Definitions, int, error) {
	d := conversation.DefaultDefinitions()
	d.Goals = []string{goal}
	return d, 1, nil
}

// goal is the name of a track event that counts as a conversion.
const goal = "upgrade"

func convene(t *testing.T, open Open) *court {
	t.Helper()
	now := func() time.Time { return judged().Add(-time.Hour) } // what is stored has waited for an answer long enough
	s := open(t, now)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("cannot close the store: %v", err)
		}
	})
	c := &court{reference: memory.Open(now), store: s}
	for i, each := range []store.Store{c.reference, c.store} {
		c.analyzers[i] = analyze.New(analyze.Options{Store: each, Rules: rules{}, Now: judged})
	}
	return c
}

// disagreement is how the answers differ; empty where they agree. An error is
// a disagreement too, unless both refuse.
func (c *court) disagreement(ctx context.Context, one *claim) string {
	c.claims++
	id := fmt.Sprintf("claim%d", c.claims)
	events := slices.Clone(one.events)
	for i := range events {
		events[i].Project = id
	}
	for i, s := range []store.Store{c.reference, c.store} {
		if err := c.derive(ctx, s, i, id, events); err != nil {
			return err.Error()
		}
	}
	return c.compare(ctx, one, id)
}

func (c *court) derive(ctx context.Context, s store.Store, which int, token string, events []event.Event) error {
	if _, err := s.Append(ctx, token, events); err != nil {
		return err
	}
	for busy := true; busy; {
		var err error
		if busy, err = c.analyzers[which].Step(ctx); err != nil {
			return err
		}
	}
	for waiting := int64(1); waiting > 0; {
		var err error
		if waiting, err = s.Index(ctx, math.MaxInt32); err != nil {
			return err
		}
	}
	return nil
}

func (c *court) compare(ctx context.Context, one *claim, id string) string {
	if diff := differ(ctx, c, func(s store.Store) (derivedRows, error) { return readDerived(ctx, s, id) }); diff != "" {
		return "what is derived" + diff
	}
	queries := slices.Clone(one.queries)
	for i := range queries {
		queries[i].Project = id
	}
	if diff := differ(ctx, c, func(s store.Store) ([][]store.Cell, error) { return c.selectAll(ctx, s, queries) }); diff != "" {
		return "the figures" + diff
	}
	for _, q := range one.lists {
		q.Project = id
		if diff := differ(ctx, c, func(s store.Store) (listing, error) { return list(ctx, s, q) }); diff != "" {
			return "a list" + diff
		}
	}
	return ""
}

func (c *court) selectAll(ctx context.Context, s store.Store, queries []store.Query) ([][]store.Cell, error) {
	answers, err := s.SelectAll(ctx, queries)
	c.asked += len(answers)
	for _, cells := range answers {
		if len(cells) > 0 {
			c.answered++
		}
	}
	return answers, err
}

// differ is how the answer of the store differs from that of the reference.
func differ[T any](ctx context.Context, c *court, ask func(store.Store) (T, error)) string {
	want, refused := ask(c.reference)
	got, failed := ask(c.store)
	if (refused == nil) != (failed == nil) && ctx.Err() == nil {
		return fmt.Sprintf(" is an error: the reference says %v, the store %v", refused, failed)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(1e-9, 1e-9), cmpopts.EquateEmpty(), cmpopts.EquateNaNs()); diff != "" {
		return " (-want +got):\n" + diff
	}
	return ""
}

type derivedRows struct {
	Conversations []conversation.Conversation
	Turns         []conversation.Turn
	Details       []store.Detail
}

// readDerived reads all conversations and turns, and some in detail.
func readDerived(ctx context.Context, s store.Store, id string) (rows derivedRows, err error) {
	const some = 3
	err = s.ExportConversations(ctx, store.ExportQuery{Project: id}, func(c conversation.Conversation) error {
		rows.Conversations = append(rows.Conversations, c)
		return nil
	})
	if err != nil {
		return rows, err
	}
	err = s.ExportTurns(ctx, store.ExportQuery{Project: id}, func(t conversation.Turn) error {
		rows.Turns = append(rows.Turns, t)
		return nil
	})
	for _, c := range rows.Conversations[:min(some, len(rows.Conversations))] {
		if err != nil {
			break
		}
		var detail store.Detail
		detail, err = s.Get(ctx, store.Key{Project: id, Conversation: c.ID})
		for i := range detail.Events {
			detail.Events[i].StoredAt = time.Time{}
		}
		rows.Details = append(rows.Details, detail)
	}
	return rows, err
}

type listing struct {
	Total int64
	IDs   []string
	More  bool
}

func list(ctx context.Context, s store.Store, q store.ListQuery) (listing, error) {
	page, err := s.List(ctx, q)
	l := listing{Total: page.Total, More: page.Next != ""}
	for i := range page.Conversations {
		l.IDs = append(l.IDs, page.Conversations[i].ID)
	}
	return l, err
}

// Agree holds a store to the answers of the reference about random worlds,
// the same every time. What they disagree on is shrunk and printed.
func Agree(t *testing.T, open Open) {
	t.Helper()
	const worlds, sets, useful = 15, 10, 0.25
	c := convene(t, open)
	for i := range uint64(worlds) {
		if c.hold(t, drawClaim(seeded(i), sets)); t.Failed() {
			return
		}
	}
	if share := float64(c.answered) / float64(c.asked); share < useful {
		t.Errorf("only %.0f%% of the questions are about something that is there", 100*share)
	}
}

// FuzzAgree looks for worlds and questions on which a store and the reference
// disagree. Run it with -fuzzminimizetime=1x: what it finds is shrunk here, in
// terms of events and questions instead of bytes.
func FuzzAgree(f *testing.F, open Open) {
	f.Helper()
	const sets = 2
	for seed := range byte(4) {
		data := make([]byte, 1<<10)
		if _, err := rand.NewChaCha8([32]byte{seed}).Read(data); err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		convene(t, open).hold(t, drawClaim(driven(data), sets))
	})
}

// hold fails the test where a claim is not true, with the smallest one found
// that is not true either.
func (c *court) hold(t *testing.T, one claim) {
	t.Helper()
	diff := c.disagreement(t.Context(), &one)
	if diff == "" {
		return
	}
	small := c.shrink(t.Context(), one)
	if still := c.disagreement(t.Context(), &small); still != "" {
		diff = still
	}
	t.Errorf("the store and the reference disagree on %s\n\nAs a regression test:\n\n%s", diff, printClaim(&small))
}
