package duckdb

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

func FuzzReadProperties(f *testing.F) {
	for _, text := range []string{
		`{}`, `{"a":1}`, `{"a":"x,y:\"}{","b":{"c":[1,2,{"d":null}]},"c":[]}`, `{"\u00e9 \"":-1.50e3}`, `{"b":1,"a":2}`, `{"a":1,"a":2}`,
		`{ "a" : 1 }`, `{"a":1,}`, `{"a"}`, `{"a":}`, `{"a":1}}`, `{"a`, `{"a":"\`, ``, `null`, `[]`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want, got event.Properties
		if want.UnmarshalJSON([]byte(text)) != nil {
			return // was never written
		}
		// What was read is written, and what was written is read, the same.
		written := string(want.AppendJSON(nil))
		if err := readProperties(&got, written); err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		if len(want) == 0 {
			want = nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-JSON reader +ours):\n%s", written, diff)
		}
		if err := readProperties(&got, text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	})
}
