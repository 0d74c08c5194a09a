package collect_test

import (
	"encoding/json"
	"testing"

	"github.com/debrief-dev/debrief/collect"
)

// TestSample holds that a sample is the item under the protocol's own names.
func TestSample(t *testing.T) {
	t.Parallel()
	f := func(batch collect.Batch, err error, want string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		got := batch.Sample(0)
		if string(got) != want || want != "" && !json.Valid(got) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	native := func(item, want string) {
		t.Helper()
		batch, err := (&collect.Native{}).Decode(collect.Request{Body: []byte("[" + item + "]")})
		f(batch, err, want)
	}
	screeb := func(item, want string) {
		t.Helper()
		batch, err := (&collect.Screeb{}).Decode(collect.Request{Body: []byte("[" + item + "]")})
		f(batch, err, want)
	}
	const whole = `{"id":"1","event":"x","user_id":"u","anonymous_id":2,"account_id":"a","timestamp":"t","properties":{"a":1},"context":{"b":"c"}}`
	native(whole, whole)
	native(`{"event":7,"properties":{}}`, `{"event":7}`)
	native(`{}`, "")
	native(`"text"`, "")
	screeb(`{"type":"track","event_name":"a b","user_alias":"u"}`, `{"event_name":"a b","user_alias":"u"}`)
	screeb(`{"type":"group.assign","group_name":"","user_alias":""}`, `{"event_name":"group.assign","user_alias":"","group_name":""}`)
}
