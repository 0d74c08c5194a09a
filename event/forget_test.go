package event

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestForget(t *testing.T) {
	f := func(e Event, fields Fields, want Event) {
		t.Helper()
		had := e.Has(fields)
		e.Forget(fields)
		want.Kind = e.Kind
		if diff := cmp.Diff(want, e); diff != "" || had != want.Forgotten {
			t.Errorf("had %v: (-want +got)\n%s", had, diff)
		}
		if again := e.Has(fields); again != 0 {
			t.Errorf("it still has %v", again)
		}
	}
	plan, environment := Property{Name: "plan", Value: `"pro"`}, Property{Name: "environment", Value: `"staging"`}
	page := Properties{{Name: "page", Value: `"/help"`}}
	all := Texts | OwnProperties | Contexts
	said := Event{Kind: Prompt, Text: "hello", Properties: Properties{plan, environment}, Context: page}
	f(said, all, Event{Properties: Properties{environment}, Forgotten: all})
	f(said, Texts, Event{Properties: Properties{plan, environment}, Context: page, Forgotten: Texts})
	f(said, OwnProperties, Event{Text: "hello", Properties: Properties{environment}, Context: page, Forgotten: OwnProperties})
	f(said, Contexts, Event{Text: "hello", Properties: Properties{plan, environment}, Forgotten: Contexts})
	f(Event{Kind: Prompt, Text: " \n"}, all, Event{Text: " \n"})
	f(Event{Kind: Identify, Properties: Properties{plan}}, all, Event{Properties: Properties{plan}})
	trace := Property{Name: "trace_id", Value: `"t"`}
	span := Event{Kind: Span, Properties: Properties{{Name: "prompt", Value: `"hi"`}, plan, trace}}
	f(span, Texts, Event{Properties: Properties{plan, trace}, Forgotten: Texts})
	f(span, OwnProperties, Event{Properties: Properties{span.Properties[0], trace}, Forgotten: OwnProperties})
	if said.Text == "" || len(said.Properties) != 2 {
		t.Error("what the copy shares was changed")
	}
}
