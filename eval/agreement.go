package eval

import "math"

// Agreement says how alike two ways to divide the same things are.
type Agreement struct {
	ARI float64 // adjusted Rand index: 0 is chance, 1 the same
	NMI float64 // normalised mutual information, by the arithmetic mean: 0 to 1
}

// Agree compares two ways to divide things: a and b name the group of each.
func Agree(a, b []string) Agreement {
	type cell struct{ a, b string }
	cells, as, bs := make(map[cell]float64), make(map[string]float64), make(map[string]float64)
	for i := range a {
		cells[cell{a[i], b[i]}]++
		as[a[i]]++
		bs[b[i]]++
	}
	n := float64(len(a))
	pairs := func(x float64) float64 { return x * (x - 1) / 2 }
	entropy := func(groups map[string]float64) (h, paired float64) {
		for _, x := range groups {
			h -= x / n * math.Log(x/n)
			paired += pairs(x)
		}
		return h, paired
	}
	ha, pa := entropy(as)
	hb, pb := entropy(bs)
	var mutual, both float64
	for c, x := range cells {
		mutual += x / n * math.Log(x*n/(as[c.a]*bs[c.b]))
		both += pairs(x)
	}
	if ha+hb == 0 { // each is one group
		return Agreement{ARI: 1, NMI: 1}
	}
	chance := pa * pb / pairs(n)
	return Agreement{ARI: (both - chance) / ((pa+pb)/2 - chance), NMI: 2 * mutual / (ha + hb)}
}

// AUROC is the probability that a score of one kind exceeds one of the other,
// where ties count half.
func AUROC(higher, lower []float64) float64 {
	var wins float64
	for _, h := range higher {
		for _, l := range lower {
			switch {
			case h > l:
				wins++
			case h == l:
				wins += 0.5
			}
		}
	}
	return wins / float64(len(higher)*len(lower))
}
