package conversation

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

// forget keeps what was read and forgets the texts that were stored before.
func forget(t *testing.T, events []event.Event, d *Draft, before time.Time) []event.Event {
	t.Helper()
	readings, err := d.Readings()
	if err != nil {
		t.Fatal(err)
	}
	kept := slices.Clone(events)
	for i := range kept {
		if reading := readings[kept[i].ID]; reading != "" {
			kept[i].Reading = reading
		}
		if kept[i].StoredAt.Before(before) {
			kept[i].Forget(event.Texts)
		}
	}
	return kept
}

// withoutTexts is what was derived but the texts themselves.
func withoutTexts(d Derived) Derived {
	d.Conversation.Opening, d.Conversation.Comments = "", ""
	d.Turns = slices.Clone(d.Turns)
	for i := range d.Turns {
		t := &d.Turns[i]
		t.Prompt, t.Response, t.Evidence = "", "", slices.Clone(t.Evidence)
		for k := range t.Evidence {
			if reads(t.Evidence[k].Signal) {
				t.Evidence[k].Words = ""
			}
		}
	}
	return d
}

// keepsReading holds that deriving gives the same after texts were forgotten,
// some first and the others later, and once more when time has passed.
func keepsReading(t *testing.T, events []event.Event, n Neighbours, now time.Time, random *rand.Rand) {
	t.Helper()
	check := func(what string, events []event.Event, n Neighbours, now time.Time, want Derived) *Draft {
		t.Helper()
		d := NewDraft(events, DefaultDefinitions(), n, now)
		if diff := cmp.Diff(withoutTexts(want), withoutTexts(d.Finish(n))); diff != "" {
			t.Errorf("%s (-with texts +without):\n%s", what, diff)
		}
		return d
	}
	d := NewDraft(events, DefaultDefinitions(), n, now)
	want := d.Finish(n)
	some := forget(t, events, d, now.Add(-time.Duration(random.IntN(300))*time.Second))
	d = check("some forgotten", some, n, now, want)
	none := n
	none.Later = slices.Clone(n.Later)
	for i := range none.Later {
		none.Later[i].Prompt = ""
	}
	all := forget(t, some, d, now.Add(24*time.Hour))
	d = check("all forgotten", all, none, now, want)
	again := forget(t, all, d, now.Add(24*time.Hour))
	check("forgotten twice", again, none, now, want)
	if want.Conversation.Settled {
		return
	}
	later := n
	later.Later = nil // what was asked after the texts were forgotten cannot be compared
	want = Build(events, DefaultDefinitions(), later, now.Add(48*time.Hour))
	check("as time passes", all, later, now.Add(48*time.Hour), want)
}

func TestReadingKeepsWhatWasDerived(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	holds(t, func(t *testing.T, c chance, events []event.Event, n Neighbours) {
		t.Helper()
		keepsReading(t, events, n, c.moment(), c.Rand)
	})
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := readScenario(t, string(text))
			for _, check := range s.checks {
				for range 5 {
					keepsReading(t, s.events, s.near, start().Add(check.at), random)
				}
			}
		})
	}
}

// TestReadingHasEveryFieldThatIsRead holds every field of a turn to be either
// told without reading a text or part of a Reading: who adds one decides.
func TestReadingHasEveryFieldThatIsRead(t *testing.T) {
	told := []string{
		"ID", "Project", "Conversation", "Position", "StartedAt", "Dimensions", "PromptEvent", "ResponseEvents", "Prompt", "Response", "Answered", "Error",
		"LatencyMS", "FirstTokenMS", "InputTokens", "OutputTokens", "CostUSD", "Rating",
		"Dissatisfied", "Gap", // they follow from the cues, which are part of it
		"Next", // of signals
		"Agent", "Version", "Model", "Account", "Environment", "User", "Identified", "Session",
	}
	kept := fieldsOf(reflect.TypeFor[Reading]())
	for _, name := range slices.Concat(fieldsOf(reflect.TypeFor[Turn]()), fieldsOf(reflect.TypeFor[Dimensions]())) {
		if !slices.Contains(told, name) && !slices.Contains(kept, name) {
			t.Errorf("%s of a turn is lost when its text is forgotten: keep it in Reading and give it back in recallPlaces, or say here that no text is read for it", name)
		}
	}
}

func fieldsOf(t reflect.Type) (names []string) {
	for field := range t.Fields() {
		names = append(names, field.Name)
	}
	return names
}
