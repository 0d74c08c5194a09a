package demo

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// TestCounts prints what there is, and some conversations, for a reader of
// `go test -v`; it holds that every kind, act and scale occurs.
func TestCounts(t *testing.T) {
	t.Parallel()
	events, all := simulated().events, simulated().stories
	t.Logf("%d events, %d conversations", len(events), len(all))
	for _, kind := range []event.Kind{event.Prompt, event.Response, event.Satisfaction, event.Conversion, event.Action, event.Tool, event.Track, event.Identify, event.Group, event.Page} {
		if !slices.ContainsFunc(events, func(e event.Event) bool { return e.Kind == kind }) {
			t.Errorf("there is no event of kind %s", kind)
		}
	}
	for _, act := range event.Acts() {
		if !slices.ContainsFunc(events, func(e event.Event) bool { return e.Act() == act }) {
			t.Errorf("nobody %s anything", act)
		}
	}
	t.Log("kind:", table(count(events, func(e event.Event) string { return string(e.Kind) })))
	t.Log("action:", table(count(events, func(e event.Event) string { return string(e.Act()) })))
	t.Log("scale:", table(count(events, func(e event.Event) string { return e.RatingScale })))
	t.Log("rating:", table(count(events, func(e event.Event) string { return e.RatingRaw })))
	t.Log("currency:", table(count(events, func(e event.Event) string { return e.Currency })))
	t.Log("agent:", table(count(all, func(c *told) string { return c.agent })))
	t.Log("version:", table(count(all, func(c *told) string { return c.version })))
	t.Log("model:", table(count(all, func(c *told) string { return c.model })))
	t.Log("plan:", table(count(all, func(c *told) string { return c.plan })))
	t.Log("language:", table(count(all, func(c *told) string { return c.language })))
	t.Log("intent:", table(count(all, func(c *told) string { return c.intent })))
	t.Log("prompts:", table(count(all, func(c *told) string { return strconv.Itoa(c.prompts) })))
	t.Log("weekday:", table(count(all, func(c *told) string { return c.began.Weekday().String() })))
	for week := range 13 {
		from := end.Add(time.Duration(week-13) * 7 * day)
		some := filter(all, func(c *told) bool { return !c.began.Before(from) && c.began.Before(from.Add(7*day)) })
		t.Logf("week %2d: %4d conversations, %3d users", week+1, len(some), len(count(some, func(c *told) string { return c.user })))
	}
	const shown = 30
	r := newChance(7, 1)
	for range shown {
		c := pick(r, all)
		t.Logf("%s · %s · %s · %s · %s %s\n%s", c.id, c.agent, c.intent, c.version, c.plan, c.language, strings.Join(c.lines, "\n"))
	}
}
