package demo

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// TestCohortsDecay holds that fewer and fewer come back with the weeks after
// their first question.
func TestCohortsDecay(t *testing.T) {
	t.Parallel()
	first, active := map[string]time.Time{}, map[string]map[int]bool{}
	const weeks = 6
	for _, e := range simulated().events {
		if e.Kind != event.Prompt {
			continue
		}
		user := e.UserKey()
		if first[user].IsZero() {
			first[user], active[user] = e.OccurredAt, map[int]bool{}
		}
		active[user][int(e.OccurredAt.Sub(first[user])/(7*day))] = true
	}
	var cohort float64
	var kept [weeks + 1]float64
	for user, began := range first {
		if end.Sub(began) < (weeks+1)*7*day {
			continue // not seen for long enough
		}
		cohort++
		for week := range kept {
			if active[user][week] {
				kept[week]++
			}
		}
	}
	within(t, "used again in week 1", kept[1]/cohort, 0.25, 0.6)
	within(t, "used again in week 2", kept[2]/cohort, 0.2, 0.5)
	within(t, "used again in week 6", kept[weeks]/cohort, 0.08, 0.35)
	if kept[weeks] > 0.8*kept[1] {
		t.Errorf("%.0f of %.0f users came back in week %d, nearly as many as in week 1 (%.0f)", kept[weeks], cohort, weeks, kept[1])
	}
}

// TestVisitorsBecomeUsers holds that anonymous ids are tied to one user each,
// and that some never are.
func TestVisitorsBecomeUsers(t *testing.T) {
	t.Parallel()
	anonymous, before, users := map[string]bool{}, map[string]bool{}, map[string]string{}
	for _, e := range simulated().events {
		if e.Anonymous == "" {
			continue
		}
		anonymous[e.Anonymous] = true
		if e.User == "" {
			if users[e.Anonymous] != "" {
				t.Fatalf("%s is anonymous again at %s", e.Anonymous, e.OccurredAt)
			}
			before[e.Anonymous] = before[e.Anonymous] || e.Kind == event.Prompt
			continue
		}
		if known := users[e.Anonymous]; known != "" && known != e.User {
			t.Fatalf("%s is both %s and %s", e.Anonymous, known, e.User)
		}
		if users[e.Anonymous] == "" && e.Kind != event.Identify {
			t.Fatalf("%s is tied by a %s, not an identify", e.Anonymous, e.Kind)
		}
		users[e.Anonymous] = e.User
	}
	askedBefore := 0
	for id := range users {
		if before[id] {
			askedBefore++
		}
	}
	t.Logf("%d anonymous ids, %d identified later, %d of them asked before", len(anonymous), len(users), askedBefore)
	if len(users) < 100 || len(anonymous)-len(users) < 100 || askedBefore < 10 {
		t.Error("too few visitors for the story")
	}
}

// TestQuestionsComeBack holds that some users bring the same words back in
// another conversation within two days.
func TestQuestionsComeBack(t *testing.T) {
	t.Parallel()
	last := map[string]event.Event{}
	n := 0
	for _, e := range simulated().events {
		if e.Kind != event.Prompt || len(e.Text) < 25 {
			continue
		}
		key := e.UserKey() + "\n" + strings.ToLower(e.Text)
		if was, ok := last[key]; ok && was.Conversation != e.Conversation && e.OccurredAt.Sub(was.OccurredAt) < 2*day {
			n++
		}
		last[key] = e
	}
	t.Logf("%d questions came back word by word", n)
	if n < 20 {
		t.Errorf("only %d questions came back", n)
	}
}

// TestSomeTextsArePersonal holds that there is something to redact, but not in
// most texts.
func TestSomeTextsArePersonal(t *testing.T) {
	t.Parallel()
	mail := regexp.MustCompile(`[a-z.]+@[a-z]+\.example`)
	phone := regexp.MustCompile(`\+\d\d? [0-9 ]{9,}`)
	var prompts, mails, phones float64
	for _, e := range simulated().events {
		if e.Kind != event.Prompt {
			continue
		}
		prompts++
		if mail.MatchString(e.Text) {
			mails++
		}
		if phone.MatchString(e.Text) {
			phones++
		}
	}
	within(t, "prompts with an address", mails/prompts, 0.01, 0.1)
	within(t, "prompts with a phone number", phones/prompts, 0.001, 0.02)
}
