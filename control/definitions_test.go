package control

import (
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/conversation"
)

// TestStoredDefinitions holds the stored form: files out there have it.
func TestStoredDefinitions(t *testing.T) {
	t.Parallel()
	d := conversation.DefaultDefinitions()
	d.Goals = []string{"paid"}
	const want = `{"settling":"24h0m0s","answer_due":"2m0s","slow_ms":10000,"window":"24h0m0s",` +
		`"low_rating":0.25,"high_rating":0.75,"clock_slack":"5s","goals":["paid"]}`
	text, err := MarshalDefinitions(d)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("stored form (-want +got):\n%s", diff)
	}
	d.SlowMS = math.NaN()
	if text, err = MarshalDefinitions(d); err == nil {
		t.Errorf("stored NaN as %s", text)
	}
}

func TestUnmarshalDefinitions(t *testing.T) {
	t.Parallel()
	f := func(text string, change func(*conversation.Definitions)) {
		t.Helper()
		got, err := UnmarshalDefinitions([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		want := conversation.DefaultDefinitions()
		change(&want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
	f(`{}`, func(*conversation.Definitions) {})
	f(`{"later":{"a":[1]},"settling":"1h30m"}`, func(d *conversation.Definitions) { d.Settling = 90 * time.Minute })
	f(`{"window":"0s","slow_ms":0}`, func(d *conversation.Definitions) { d.Window, d.SlowMS = 0, 0 })
	f(`{"goals":[]}`, func(*conversation.Definitions) {})
	f(`{"goals":["a","b"]}`, func(d *conversation.Definitions) { d.Goals = []string{"a", "b"} })

	bad := func(text string) {
		t.Helper()
		if got, err := UnmarshalDefinitions([]byte(text)); err == nil {
			t.Errorf("%s was read as %+v", text, got)
		}
	}
	bad(``)
	bad(`[]`)
	bad(`{"settling":24}`)
	bad(`{"settling":"a day"}`)
	bad(`{"goals":"paid"}`)
}

// TestEveryField: a field that is added to the definitions must be stored.
func TestEveryField(t *testing.T) {
	t.Parallel()
	var d conversation.Definitions
	fields := reflect.ValueOf(&d).Elem()
	for i := range fields.NumField() {
		name, field := fields.Type().Field(i).Name, fields.Field(i)
		switch field.Kind() {
		case reflect.Int64:
			field.SetInt(int64(i) + 1)
		case reflect.Float64:
			field.SetFloat(float64(i) + 1)
		case reflect.Slice:
			field.Set(reflect.ValueOf([]string{name}))
		default:
			t.Fatalf("%s has a kind that this test cannot fill: %s", name, field.Kind())
		}
	}
	text, err := MarshalDefinitions(d)
	if err != nil {
		t.Fatal(err)
	}
	got, err := UnmarshalDefinitions(text)
	if diff := cmp.Diff(d, got); err != nil || diff != "" {
		t.Errorf("read back (-want +got):\n%s%v", diff, err)
	}
}

func FuzzUnmarshalDefinitions(f *testing.F) {
	f.Add(`{"settling":"24h0m0s","slow_ms":1e4,"goals":["paid"],"later":1}`)
	f.Add(`{"window":"-1.5h","goals":["",""]}`)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := UnmarshalDefinitions([]byte(text))
		if err != nil {
			return
		}
		again, err := MarshalDefinitions(d)
		if err != nil {
			t.Fatalf("%q was read as %+v, which cannot be written: %v", text, d, err)
		}
		got, err := UnmarshalDefinitions(again)
		if diff := cmp.Diff(d, got); err != nil || diff != "" {
			t.Errorf("%q, written as %q (-want +got):\n%s%v", text, again, diff, err)
		}
	})
}
