package conversation

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/event"
)

func TestCited(t *testing.T) {
	t.Parallel()
	f := func(property event.Value, want string) {
		t.Helper()
		if got := strings.Join(cited(property), " "); got != want {
			t.Errorf("%s cites %q, want %q", property, got, want)
		}
	}
	f(``, "")
	f(`null`, "")
	f(`[]`, "")
	f(`"/manual"`, "/manual")
	f(`["/manual","/faq"]`, "/manual /faq")
	f(`[7,true,null,""]`, "7 true")
	f(`[{"id":"d1","url":"/manual"},{"url":"/faq","title":"FAQ"},{"title":"Prices"}]`, "d1 /faq Prices")
	f(`{"id":7}`, "7")
	f(`[{"page":3},["nested"],{"id":{"no":"text"},"title":"Prices"}]`, "Prices")
}

func FuzzCited(f *testing.F) {
	f.Add(`["/manual",{"id":"d1"}]`)
	f.Add(`{"id":[1]}`)
	f.Fuzz(func(t *testing.T, property string) {
		for _, name := range cited(event.Value(property)) {
			if name == "" {
				t.Errorf("%q cites a source without a name", property)
			}
		}
	})
}

// TestReach holds that what no detector looks for is out of reach on every
// turn, and that what one does look for is within where it can be seen.
func TestReach(t *testing.T) {
	t.Parallel()
	answered := Turn{PromptEvent: "p", Answered: true}
	f := func(s Signal, turn Turn, want bool) {
		t.Helper()
		if got := s.Reach().Includes(&turn); got != want {
			t.Errorf("%s within reach of %+v: %t", s, turn, got)
		}
	}
	for _, signal := range Signals() {
		if !signal.Reach().Sought && signal.Reach().Includes(&answered) {
			t.Errorf("%s is within reach, but nothing looks for it", signal)
		}
	}
	f(Unanswered, answered, true)
	f(Unanswered, Turn{PromptEvent: "p"}, true)
	f(Unanswered, Turn{Answered: true}, false)
	f(CopiedAnswer, Turn{Answered: true}, true)
	f(CopiedAnswer, Turn{PromptEvent: "p"}, false)
	french := Reach{Sought: true, Languages: []string{"fr"}}
	if !french.Includes(&Turn{PromptEvent: "p", Dimensions: Dimensions{Language: "fr"}}) || french.Includes(&answered) {
		t.Error("a detector that reads French reaches French prompts only")
	}
}
