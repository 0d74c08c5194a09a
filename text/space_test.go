package text

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// prompts are texts of four subjects in three languages.
func prompts() [][]string {
	var out [][]string
	for i := range 12 {
		for _, subject := range []string{
			"how do I %s my password %s", "where is the invoice for %s of %s",
			"wo finde ich die Rechnungsnummer %s zum Auftrag %s", "信用卡%s还没有寄到%s",
		} {
			out = append(out, Words(fmt.Sprintf(subject, words(i), words(i+5))))
		}
	}
	return out
}

func words(i int) string {
	return strings.Fields("reset change account month paper order help login today email please second")[i%12]
}

func TestSpaceBringsTogether(t *testing.T) {
	t.Parallel()
	s := FitSpace(prompts())
	f := func(text, near, far string) {
		t.Helper()
		at := s.Vector(Words(text))
		if a, b := dot(at, s.Vector(Words(near))), dot(at, s.Vector(Words(far))); a < b+0.1 {
			t.Errorf("%q: %.2f from %q, %.2f from %q", text, a, near, b, far)
		}
	}
	f("I forgot my password", "reset my password", "where is the invoice")
	f("invoices of last month", "where is the invoice", "信用卡还没有寄到")
	f("Rechnung zum Auftrag", "wo finde ich die Rechnungsnummer", "how do I reset my password") // a part of a word
	f("信用卡还没到", "信用卡寄到", "how do I reset my password")
}

func TestSpaceVectorHasLengthOne(t *testing.T) {
	t.Parallel()
	s := FitSpace(prompts())
	f := func(text string, want float64) {
		t.Helper()
		v := s.Vector(Words(text))
		if got := math.Sqrt(float64(dot(v, v))); math.Abs(got-want) > 1e-3 || len(v) != s.Size() {
			t.Errorf("%q: length %.3f, want %.0f", text, got, want)
		}
	}
	f("where is the invoice", 1)
	f("Rechnungsnummer", 1)
	f("", 0)
	f("12 34", 0)
	for _, few := range [][][]string{nil, {{}}, {{"invoice"}}, {{"a"}, {"a"}, {"zzzz"}}} {
		if v := FitSpace(few).Vector([]string{"invoice", "zzzz"}); math.IsNaN(float64(dot(v, v))) {
			t.Errorf("%v: %v", few, v)
		}
	}
}

func TestSpaceIsTheSameAgain(t *testing.T) {
	t.Parallel()
	var bytes [2][]byte
	for i := range bytes {
		var err error
		if bytes[i], err = FitSpace(prompts()).MarshalBinary(); err != nil {
			t.Fatal(err)
		}
	}
	if string(bytes[0]) != string(bytes[1]) {
		t.Error("the same texts give another space")
	}
	var read Space
	if err := read.UnmarshalBinary(bytes[0]); err != nil {
		t.Fatal(err)
	}
	text := Words("where is my Rechnungsnummer of order 12")
	if diff := cmp.Diff(FitSpace(prompts()).Vector(text), read.Vector(text)); diff != "" {
		t.Errorf("read again (-before +after):\n%s", diff)
	}
}

func TestGeneral(t *testing.T) {
	t.Parallel()
	s := General()
	f := func(a, near, far string) {
		t.Helper()
		like, _ := s.Similarity(Words(a), Words(near))
		unlike, ok := s.Similarity(Words(a), Words(far))
		if !ok || like < unlike+0.05 {
			t.Errorf("%q: %.2f from %q, %.2f from %q", a, like, near, unlike, far)
		}
	}
	f("I cannot log in", "my password does not work", "book a table for two")
	f("Where is my money?", "the refund has not arrived", "play some music")
	if same, _ := s.Similarity(Words("cancel my order"), Words("Cancel my order!")); math.Abs(same-1) > 1e-5 {
		t.Errorf("the same: %v", same)
	}
	if _, ok := s.Similarity(Words("cancel my order"), Words("信用卡")); ok {
		t.Error("likeness to a text that holds nothing known")
	}
}

func FuzzSpaceUnmarshal(f *testing.F) {
	data, err := FitSpace(prompts()).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte{0xa0})
	f.Fuzz(func(t *testing.T, data []byte) {
		var s Space
		if err := s.UnmarshalBinary(data); err != nil {
			if !errors.Is(err, ErrSpace) {
				t.Errorf("another error: %v", err)
			}
			return
		}
		s.Vector(Words("where is my Rechnungsnummer 信用卡"))
	})
}

func BenchmarkSpaceVector(b *testing.B) {
	s := FitSpace(prompts())
	w := Words("where is the invoice for the second order of last month")
	b.ReportAllocs()
	for b.Loop() {
		s.Vector(w)
	}
}
