package text

import "slices"

// Fingerprint is what a text says, as the hashes of its first words, sorted and
// each once: enough to tell how much two texts share, at a fifth of the cost
// of their [Words].
func Fingerprint(s string, most int) []uint32 {
	hashes := make([]uint32, 0, min(most, 1+len(s)/4))
	for t := range tokens(s) {
		if len(hashes) == most {
			break
		}
		hashes = append(hashes, hash(t.folded))
	}
	slices.Sort(hashes)
	return slices.Compact(hashes)
}

// hash is FNV-1a.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// Shared is the share of the words of two fingerprints that are in both: 1 for
// the same words, 0 where there are none.
func Shared(a, b []uint32) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			common, i, j = common+1, i+1, j+1
		}
	}
	if common == 0 {
		return 0
	}
	return float64(common) / float64(len(a)+len(b)-common)
}
