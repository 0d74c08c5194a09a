package demo

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// told is one conversation, put together from its events in the plainest way.
type told struct {
	id, intent, agent, version, plan, language, user, model string
	environment                                             string
	began                                                   time.Time
	prompts, answers, ratings, up, down, handed             int
	fallbacks, regenerated, errors, direct                  int
	bare                                                    bool
	lines                                                   []string
}

// simulated is the default demo after the door, made once for all tests.
var simulated = sync.OnceValue(func() (out struct {
	events  []event.Event
	stories []*told
	faults  []*event.Rejection
},
) {
	byID := map[string]*told{}
	for _, r := range simulate(Default(end)) {
		e, fault := event.Normalize(r.item, event.Arrival{Project: "p", Source: Source, ReceivedAt: end})
		if fault != nil {
			out.faults = append(out.faults, fault)
			continue
		}
		out.events = append(out.events, e)
		if e.Conversation == "" {
			continue
		}
		c := byID[e.Conversation]
		if c == nil {
			locale, _ := e.Context.Text("locale")
			c = &told{
				id: e.Conversation, began: e.OccurredAt, agent: e.Agent, language: locale[:2], user: e.UserKey(),
				environment: e.Environment(), bare: e.Marks&event.SessionMissing != 0,
			}
			byID[e.Conversation] = c
			out.stories = append(out.stories, c)
		}
		c.hear(&e, r.intent)
	}
	return out
})

func (c *told) hear(e *event.Event, intent string) {
	if c.intent == "" {
		c.intent = intent
	}
	if plan, ok := e.Properties.Text("plan"); ok {
		c.plan = plan
	}
	line := fmt.Sprintf("  %s %-12s ", e.OccurredAt.Format("15:04:05"), e.Kind)
	switch e.Kind {
	case event.Prompt:
		c.prompts++
		line += e.Text
	case event.Response:
		c.answers++
		c.version, c.model = e.Version, e.Model
		if e.Error != "" {
			c.errors++
		}
		if slices.ContainsFunc([]string{"I don't know", "couldn't find", "don't have information", "not sure I understand"}, func(s string) bool { return strings.Contains(e.Text, s) }) {
			c.fallbacks++
		}
		line += e.Text + " " + e.Error
	case event.Satisfaction:
		if e.Rating != nil {
			c.ratings++
			if *e.Rating >= 0.75 {
				c.up++
			}
			if *e.Rating <= 0.25 {
				c.down++
			}
		}
		line += e.RatingRaw + " of " + e.RatingScale + " " + e.Text
	case event.Action:
		line += string(e.Act())
		switch e.Act() {
		case event.HandedOff:
			c.handed++
		case event.Regenerated:
			c.regenerated++
		default:
		}
	case event.Conversion:
		c.direct++
		line += string(e.Properties.AppendJSON(nil))
	default:
		line += string(e.Properties.AppendJSON(nil))
	}
	c.lines = append(c.lines, line)
}

// count tallies what key says of each.
func count[T any](all []T, key func(T) string) map[string]int {
	n := map[string]int{}
	for _, c := range all {
		n[key(c)]++
	}
	return n
}

func table(n map[string]int) string {
	keys := slices.SortedFunc(maps.Keys(n), func(a, b string) int { return cmp.Or(n[b]-n[a], strings.Compare(a, b)) })
	var b strings.Builder
	for _, k := range keys {
		fmt.Fprintf(&b, " %s %d ·", k, n[k])
	}
	return strings.TrimSuffix(b.String(), "·")
}

// ratio is the sum of part over the sum of whole.
func ratio(all []*told, part, whole func(*told) int) float64 {
	var p, w int
	for _, c := range all {
		p, w = p+part(c), w+whole(c)
	}
	if w == 0 {
		return 0
	}
	return float64(p) / float64(w)
}

func one(*told) int { return 1 }

func filter(all []*told, keep func(*told) bool) []*told {
	return slices.DeleteFunc(slices.Clone(all), func(c *told) bool { return !keep(c) })
}

func within(t *testing.T, what string, got, low, high float64) {
	t.Helper()
	t.Logf("%-48s %.3f", what, got)
	if got < low || got > high {
		t.Errorf("%s is %.3f, want %.2f to %.2f", what, got, low, high)
	}
}
