package event

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

func FuzzNormalize(f *testing.F) {
	for _, c := range readTestdata[itemCase](f, "items.json") {
		f.Add(string(c.Event), string(c.User), string(c.Properties.AppendJSON(nil)), "1795431600", c.Copilot)
	}
	f.Fuzz(func(t *testing.T, name, user, properties, timestamp string, short bool) {
		var p Properties
		if json.Unmarshal([]byte(properties), &p) != nil {
			return
		}
		for _, v := range []string{name, user, timestamp} {
			if v != "" && !json.Valid([]byte(v)) {
				return
			}
		}
		item := Item{Name: Value(name), User: Value(user), Timestamp: Value(timestamp), Properties: p, ShortNames: short}
		e, fault := Normalize(item, arrival())
		if fault != nil {
			checkFault(t, fault)
			return
		}
		if invalid := e.Validate(); invalid != nil {
			t.Fatalf("accepted, but not valid: %v", invalid)
		}
		checkKept(t, item, e)
		again, fault := Normalize(item, arrival())
		if fault != nil || !item.Timestamp.Null() && again.ID != e.ID {
			t.Fatalf("sent again: %v, id %s after %s", fault, again.ID, e.ID)
		}
	})
}

func checkFault(t *testing.T, fault *Rejection) {
	t.Helper()
	for _, row := range Codes() {
		if row.Code == fault.Code {
			if fault.Message == "" || utf8.RuneCountInString(fault.Message) > 400 {
				t.Fatalf("message %q", fault.Message)
			}
			return
		}
	}
	t.Fatalf("code %q is not documented", fault.Code)
}

// checkKept holds that nothing was dropped: each property is still one, or
// has a field of its own.
func checkKept(t *testing.T, item Item, e Event) {
	t.Helper()
	if len(e.Text) > MaxText || e.Rating != nil && !(*e.Rating >= 0 && *e.Rating <= 1) {
		t.Fatalf("text of %d bytes, rating %v", len(e.Text), e.Rating)
	}
	moved := 0
	for _, p := range item.Properties {
		if kept := e.Properties.Get(p.Name); kept == "" {
			moved++
		} else if kept != p.Value {
			t.Fatalf("property %q was %s and is %s", p.Name, p.Value, kept)
		}
	}
	if moved+len(e.Properties) != len(item.Properties) {
		t.Fatalf("%d properties, %d moved, %d kept", len(item.Properties), moved, len(e.Properties))
	}
	if e.Kind == Track && e.Conversation == "" && e.Session == "" && moved != 0 {
		t.Fatalf("%d properties of a page's own event were moved", moved)
	}
}
