package text

import (
	_ "embed"
	"math/bits"
)

// grams is what tells languages of one script apart: a hash table of runs of
// up to five letters, and of whole function words, each with the logarithm of
// how probable its last letter is after the others in every language. It was
// made by eval/language from the tables of lingua-go 1.4.0 (Apache-2.0, see
// language.LICENSE) and is read where it lies in the binary: nothing is decoded
// at the start, and only the pages that are looked at take memory. A slot is
//
//	2 bytes of the key's hash, 0 in an empty slot
//	a byte for each of GramLanguages: how improbable, in steps of GramStep
//
//go:embed language.bin
var grams string

const (
	// GramSlots is how many slots the table has, a power of two.
	GramSlots = 1 << 16
	// GramLongest is how many letters are looked at together.
	GramLongest = 5
	// GramStep is the step of what the table holds, in nats.
	GramStep = 1.0 / 12
	// GramWidth is the size of a slot in bytes.
	GramWidth = 2 + 23
)

// GramLanguages are the languages that the table tells apart, in its order.
func GramLanguages() [GramWidth - 2]string {
	return [...]string{
		"en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "tr", "id", "vi", "ca",
		"ru", "uk", "bg",
	}
}

// GramKey is the hash of a run of letters, FNV-1a: the slot where its search
// begins, and what is found there of it.
func GramKey(letters []rune) (slot int, check uint16) {
	h := uint64(14695981039346656037)
	for _, r := range letters {
		h = (h ^ uint64(r)) * 1099511628211 //nolint:gosec // runes are not negative
	}
	h = bits.RotateLeft64(h*0x9E3779B97F4A7C15, 29)
	return int(h % GramSlots), uint16(h>>40) | 1 //nolint:gosec // both are parts of the hash; 0 is for empty slots
}

// gramRow is what the table holds of a run of letters; empty if nothing.
func gramRow(letters []rune) string {
	slot, check := GramKey(letters)
	for {
		at := slot * GramWidth
		switch found := uint16(grams[at]) | uint16(grams[at+1])<<8; found {
		case 0:
			return ""
		case check:
			return grams[at+2 : at+GramWidth]
		}
		slot = (slot + 1) % GramSlots
	}
}
