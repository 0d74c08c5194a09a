package store

import (
	"slices"
	"testing"
	"time"
)

func TestAll(t *testing.T) {
	f := func(want string, each []Condition, conditions ...Condition) {
		t.Helper()
		got := All(conditions...)
		if string(got) != want || !slices.Equal(got.Each(), each) {
			t.Errorf("%q: %q of %q", conditions, got, got.Each())
		}
	}
	f("", nil)
	f("", nil, Always, Always)
	f("settled", []Condition{Settled}, Settled)
	f("answered+settled", []Condition{IsAnswered, Settled}, Settled, IsAnswered, Always, Settled)
	f("answered+rated+settled", []Condition{IsAnswered, IsRated, Settled}, All(Settled, IsRated), All(IsAnswered, Settled))
}

func TestAllIsValidated(t *testing.T) {
	q := Query{Project: "p", From: time.Unix(0, 0), To: time.Unix(9, 0), Fact: Conversations, Measure: Rate, Among: HasPrompt}
	for _, fact := range []Fact{Conversations, Turns} {
		for _, condition := range fact.Conditions() {
			q.Of = All(condition, HasUser)
			if err := q.Validate(); (err != nil) != !slices.Contains(Conversations.Conditions(), condition) {
				t.Errorf("%s: %v", q.Of, err)
			}
		}
	}
}
