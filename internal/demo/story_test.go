package demo

import (
	"maps"
	"slices"
	"testing"

	"github.com/debrief-dev/debrief/event"
)

// TestReleaseBreaksScheduledExports holds the heart of the story: v42 is bad
// at one topic and only there.
func TestReleaseBreaksScheduledExports(t *testing.T) {
	t.Parallel()
	all := simulated().stories
	before := filter(all, func(c *told) bool { return c.intent == brokenIntent && c.version == "v41" })
	after := filter(all, func(c *told) bool { return c.intent == brokenIntent && c.version == "v42" })
	rest41 := filter(all, func(c *told) bool { return c.intent != brokenIntent && c.version == "v41" })
	rest42 := filter(all, func(c *told) bool { return c.intent != brokenIntent && c.version == "v42" })
	if len(after) < 100 {
		t.Errorf("only %d conversations about scheduled exports with v42", len(after))
	}
	english := func(all []*told) []*told { return filter(all, func(c *told) bool { return c.language == "en" }) }
	down := func(all []*told) float64 {
		return ratio(all, func(c *told) int { return c.down }, func(c *told) int { return c.ratings })
	}
	per := func(all []*told, part func(*told) int) float64 { return ratio(all, part, one) }
	handed := func(c *told) int { return c.handed }
	fallbacks := func(c *told) int { return c.fallbacks }
	prompts := func(c *told) int { return c.prompts }

	within(t, "low ratings, exports v41", down(before), 0.05, 0.42)
	within(t, "low ratings, exports v42", down(after), 0.50, 1)
	within(t, "low ratings, others v41", down(rest41), 0.05, 0.45)
	within(t, "low ratings, others v42", down(rest42), 0.05, 0.45)
	within(t, "fallbacks a conversation, exports v41", per(english(before), fallbacks), 0, 0.15)
	within(t, "fallbacks a conversation, exports v42", per(english(after), fallbacks), 0.5, 2)
	within(t, "fallbacks a conversation, others v42", per(english(rest42), fallbacks), 0, 0.3)
	within(t, "hand-offs, exports v41", per(before, handed), 0, 0.06)
	within(t, "hand-offs, exports v42", per(after, handed), 0.1, 0.5)
	within(t, "hand-offs, others v42", per(rest42, handed), 0, 0.08)
	within(t, "regenerated a conversation, exports v41", per(before, func(c *told) int { return c.regenerated }), 0, 0.06)
	within(t, "regenerated a conversation, exports v42", per(after, func(c *told) int { return c.regenerated }), 0.07, 0.3)
	within(t, "prompts a conversation, exports v41", per(before, prompts), 1, 2.2)
	within(t, "prompts a conversation, exports v42", per(after, prompts), 2.2, 5)
}

func TestShares(t *testing.T) {
	t.Parallel()
	all := simulated().stories
	share := func(has func(*told) bool) float64 {
		return float64(len(filter(all, has))) / float64(len(all))
	}
	within(t, "English", share(func(c *told) bool { return c.language == "en" }), 0.6, 0.8)
	within(t, "support", share(func(c *told) bool { return c.agent == "support" }), 0.5, 0.85)
	within(t, "onboarding", share(func(c *told) bool { return c.agent == "onboarding" }), 0.12, 0.4)
	within(t, "sql-helper", share(func(c *told) bool { return c.agent == "sql-helper" }), 0.01, 0.1)
	within(t, "free plan", share(func(c *told) bool { return c.plan == "free" }), 0.05, 0.4)
	within(t, "enterprise plan", share(func(c *told) bool { return c.plan == "enterprise" }), 0.1, 0.5)
	within(t, "rated", share(func(c *told) bool { return c.ratings > 0 }), 0.11, 0.19)
	within(t, "staging", share(func(c *told) bool { return c.environment == "staging" }), 0.005, 0.05)
	within(t, "without a session", share(func(c *told) bool { return c.bare }), 0.015, 0.05)
	within(t, "converted in the conversation", share(func(c *told) bool { return c.direct > 0 }), 0.01, 0.06)
	within(t, "positive ratings", ratio(all, func(c *told) int { return c.up }, func(c *told) int { return c.ratings }), 0.55, 0.85)
	within(t, "errors a response", ratio(all, func(c *told) int { return c.errors }, func(c *told) int { return c.answers }), 0.005, 0.05)
	within(t, "prompts a conversation", ratio(all, func(c *told) int { return c.prompts }, one), 1.5, 3)

	users := count(all, func(c *told) string { return c.user })
	sizes := slices.Sorted(maps.Values(users))
	slices.Reverse(sizes)
	half, n := 0, 0
	for ; n < len(all)/2; half++ {
		n += sizes[half]
	}
	within(t, "share of users behind half the conversations", float64(half)/float64(len(users)), 0.05, 0.25)
}

// TestConversions holds that users of copilots convert more, and by which ways.
func TestConversions(t *testing.T) {
	t.Parallel()
	seen, asked, bought := map[string]bool{}, map[string]bool{}, map[string]bool{}
	ways := map[string]int{}
	for _, e := range simulated().events {
		if e.User == "" || e.Environment() == "staging" {
			continue
		}
		seen[e.User] = true
		switch e.Kind {
		case event.Prompt:
			asked[e.User] = true
		case event.Conversion:
			bought[e.User] = true
			switch session, _ := e.Properties.Text("session_id"); {
			case e.Conversation != "":
				ways["direct"]++
			case session != "" || e.Session != "":
				ways["session"]++
			default:
				ways["window"]++
			}
		default:
		}
	}
	t.Log("ways:", table(ways))
	var with, without, buyers, others int
	for user := range seen {
		switch {
		case asked[user] && bought[user]:
			buyers++
			with++
		case asked[user]:
			with++
		case bought[user]:
			others++
			without++
		default:
			without++
		}
	}
	t.Logf("%d users seen, %d asked a copilot", len(seen), with)
	within(t, "users of copilots who convert", float64(buyers)/float64(with), 0.15, 0.45)
	within(t, "other users who convert", float64(others)/float64(without), 0.02, 0.12)
}
