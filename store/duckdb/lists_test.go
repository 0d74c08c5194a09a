package duckdb

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func FuzzSeparator(f *testing.F) {
	for _, text := range []string{"", "a,b", ",", "\x010\x02,a", "a\x010,\x02", "\x01,0\x02", "\x010\x02,\x011\x02,\x01", "\x010,\x010\x02"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list := strings.Split(text, ",")
		args := listArgs(list)
		joined, _ := args[0].(string)
		separator, _ := args[1].(string)
		if diff := cmp.Diff(list, strings.Split(joined, separator)); diff != "" {
			t.Errorf("(-list +split):\n%s", diff)
		}
	})
}
