package event

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMarks(t *testing.T) {
	f := func(marks Marks, want ...string) {
		t.Helper()
		if got := marks.Names(); !slices.Equal(got, want) {
			t.Errorf("%b: got %v, want %v", marks, got, want)
		}
	}
	f(0)
	f(Truncated, "truncated")
	f(Redacted|Truncated, "truncated", "redacted")
	f(ScaleAssumed|TimeInferred, "time_inferred", "scale_assumed")
	f(SessionMissing|ClockCorrected, "clock_corrected", "session_missing")
	f(Truncated|ClockCorrected|SessionMissing|Redacted, "truncated", "clock_corrected", "session_missing", "redacted")
}

func TestKinds(t *testing.T) {
	f := func(name string, short bool, want Kind) {
		t.Helper()
		if got := KindOf(name, short); got != want {
			t.Errorf("%q short %v: got %s, want %s", name, short, got, want)
		}
	}
	for _, row := range Documentation() {
		f(row.Name, false, row.Kind)
		f(row.Name, true, row.Kind)
		f(row.Name[len(namePrefix):], true, row.Kind)
		f(row.Name[len(namePrefix):], false, Track)
		if !row.Kind.Copilot() {
			t.Errorf("%s is no copilot event", row.Name)
		}
	}
	f("signup", true, Track)
	f("screeb_copilot_other", false, Track)
	for _, kind := range []Kind{Track, Identify, Group, Page} {
		if kind.Copilot() {
			t.Errorf("%s is a copilot event", kind)
		}
	}
}

// Every code is documented once, and every rejection carries one of them.
func TestCodes(t *testing.T) {
	seen := map[Code]bool{}
	for _, row := range Codes() {
		if seen[row.Code] || row.Meaning == "" || row.Mend == "" {
			t.Errorf("code %s is documented badly", row.Code)
		}
		seen[row.Code] = true
	}
	for _, c := range readTestdata[itemCase](t, "items.json") {
		if c.Code != "" && !seen[c.Code] {
			t.Errorf("%s: code %s is not documented", c.Name, c.Code)
		}
	}
	if got := Reject(MissingField, "prompt", "%s is required", "prompt").Error(); got != "missing_field: prompt is required" {
		t.Errorf("error reads %q", got)
	}
}

func TestValidate(t *testing.T) {
	f := func(change func(*Event), want Code) {
		t.Helper()
		e := accepted(t, named(t, NamePrompt, `{"prompt":"x","conversation_id":"c"}`), arrival())
		change(&e)
		got := Code("")
		if fault := e.Validate(); fault != nil {
			got = fault.Code
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	f(func(*Event) {}, "")
	f(func(e *Event) { e.ID = "" }, InvalidItem)
	f(func(e *Event) { e.Project = "" }, InvalidItem)
	f(func(e *Event) { e.OccurredAt = e.StoredAt }, InvalidItem)
	f(func(e *Event) { e.Text = " " }, MissingField)
	f(func(e *Event) { e.Conversation = "" }, MissingField)
	f(func(e *Event) { e.Kind = "other" }, UnknownType)
	f(func(e *Event) { e.Kind = Action }, MissingField)
	f(func(e *Event) { e.Kind = Tool }, MissingField)
	f(func(e *Event) { e.Kind = Group }, MissingField)
	f(func(e *Event) { e.Name = "" }, InvalidEventName)
	f(func(e *Event) { e.Properties = Properties{{"", "1"}} }, InvalidPropertyName)
	f(func(e *Event) { e.User = string(make([]byte, MaxIDLength+1)) }, InvalidUserID)
	f(func(e *Event) { e.Message = string(make([]byte, MaxIDLength+1)) }, IDTooLong)
}
