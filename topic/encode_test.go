package topic

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestModelIsReadAgain(t *testing.T) {
	t.Parallel()
	m := Fit(world(40, everything()...), Options{})
	grown, _ := Fit(world(40, "password", "invoice"), Options{}).Grow(about("recipe", 0, 20))
	for _, m := range []*Model{m, grown, Fit(nil, Options{})} {
		var read Model
		if err := read.UnmarshalBinary(encoded(t, m)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m.Topics(), read.Topics()); diff != "" {
			t.Errorf("topics (-before +after):\n%s", diff)
		}
		for _, p := range append(about("invoice", 50, 20), about("recipe", 50, 20)...) {
			if a, b := m.Assign(p), read.Assign(p); a != b {
				t.Errorf("%q was %+v and is %+v", p.Text, a, b)
			}
		}
	}
}

func FuzzModelUnmarshal(f *testing.F) {
	m := Fit(world(8, everything()...), Options{})
	data, err := m.MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte{0xa0})
	f.Fuzz(func(t *testing.T, data []byte) {
		var m Model
		if err := m.UnmarshalBinary(data); err != nil {
			if !errors.Is(err, ErrModel) {
				t.Errorf("another error: %v", err)
			}
			return
		}
		m.Assign(Prompt{ID: "x", Text: "where is the invoice of 信用卡"})
		m.Grow(about("recipe", 0, 10))
		m.Show(Decisions{{Decided: Split, Topic: "t1"}})
	})
}

func BenchmarkAssign(b *testing.B) {
	m := Fit(world(100, everything()...), Options{})
	p := about("invoice", 50, 1)[0]
	for b.Loop() {
		m.Assign(p)
	}
}
