package text

import (
	"slices"
	"testing"
)

// TestVectorsAreWhole holds the file to what the code takes for granted.
func TestVectorsAreWhole(t *testing.T) {
	t.Parallel()
	if got := vectors[:4]; got != "DBV1" || uint32At(4) != count || uint32At(8) != Dimensions {
		t.Fatalf("%q with %d words of %d dimensions", got, uint32At(4), uint32At(8))
	}
	if end := wordsAt + int(uint32At(offsetsAt+4*count)); end != len(vectors) {
		t.Errorf("words end at %d of %d", end, len(vectors))
	}
	words := make([]string, count)
	for i := range words {
		words[i] = wordAt(i)
	}
	if !slices.IsSorted(words) {
		t.Error("words are not sorted: they cannot be looked up")
	}
	for _, w := range []string{words[0], words[count/2], words[count-1], "the", "card"} {
		if v, ok := VectorOf(w); !ok || len(v.coded) != Dimensions || v.scale <= 0 {
			t.Errorf("%q: %+v, %v", w, v, ok)
		}
	}
	for _, w := range []string{"", "zzzzzz", "a b", "ﷺ"} {
		if _, ok := VectorOf(w); ok {
			t.Errorf("%q has a vector", w)
		}
	}
}

// TestVectorsMean sees that a word's neighbours are where they belong.
func TestVectorsMean(t *testing.T) {
	t.Parallel()
	f := func(word, near, far string) {
		t.Helper()
		if a, b := cosine(t, word, near), cosine(t, word, far); a < b+0.2 {
			t.Errorf("%s: %s at %.2f, %s at %.2f", word, near, a, far, b)
		}
	}
	f("bank", "credit", "pasta")
	f("flight", "airport", "password")
	f("cancel", "postpone", "yellow")
	if the, _ := VectorOf("the"); the.Rank != 0 {
		t.Errorf("the: rank %d", the.Rank)
	}
}

func cosine(t *testing.T, a, b string) float32 {
	t.Helper()
	var both [2][]float32
	for i, w := range []string{a, b} {
		v, ok := VectorOf(w)
		if !ok {
			t.Fatalf("no vector of %q", w)
		}
		both[i] = make([]float32, Dimensions)
		v.AddTo(both[i], 1)
		lengthen(both[i], 1)
	}
	return dot(both[0], both[1])
}

func BenchmarkVectorOf(b *testing.B) {
	for b.Loop() {
		VectorOf("transfer")
	}
}
