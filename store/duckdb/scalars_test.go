package duckdb

import (
	"database/sql/driver"
	"testing"

	"github.com/debrief-dev/debrief/event"
)

func TestScalars(t *testing.T) {
	f := func(v event.Value, wantText, wantNumber driver.Value) {
		t.Helper()
		if text, number := scalars(v); text != wantText || number != wantNumber {
			t.Errorf("%s: got %v and %v, want %v and %v", v, text, number, wantText, wantNumber)
		}
	}
	f(`"pro"`, "pro", nil)
	f(`""`, "", nil)
	f(`5.50`, "5.50", 5.5)
	f(`"5.50"`, "5.50", 5.5)
	f(`"-1e3"`, "-1e3", -1000.0)
	f(`"Infinity"`, "Infinity", nil)
	f(`"0x10"`, "0x10", nil)
	f(`"1_000"`, "1_000", nil)
	f(`1e400`, "1e400", nil)
	f(`true`, "true", nil)
	f(`"true"`, "true", nil)
	f(`null`, nil, nil)
	f(`{"a":1}`, nil, nil)
	f(`[1]`, nil, nil)
}
