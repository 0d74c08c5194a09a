package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// direction says when a figure is good.
type direction int

const (
	told    direction = iota // has no bar
	rate                     // as high as the bar or higher
	latency                  // as low as the bar or lower
	size                     // as low as the bar or lower, and never allowed four times that
)

// slack is how far a first version may be from a rate's or a latency's bar.
const slack = 4

// figure is one measured value and its bar.
type figure struct {
	what  string
	value float64
	unit  string
	kind  direction
	bar   float64
	note  string
}

func (b *bench) tell(f figure) { b.figures = append(b.figures, f) }

// verdict says which bars are met.
func (f figure) verdict() string {
	meets := func(bar float64) bool {
		if f.kind == rate {
			return f.value >= bar
		}
		return f.value <= bar
	}
	first := f.bar
	switch f.kind {
	case told:
		return ""
	case rate:
		first = f.bar / slack
	case latency:
		first = f.bar * slack
	case size:
	}
	switch {
	case meets(f.bar):
		return "meets the bar"
	case meets(first):
		return "meets the first version's bar of " + number(first)
	default:
		return "MISSES " + number(first)
	}
}

// number writes a value with at most three significant places behind the
// point, and thousands apart.
func number(v float64) string {
	if v < 100 {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	digits := strconv.FormatFloat(math.Round(v), 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func (b *bench) print(w io.Writer) {
	_, _ = fmt.Fprintf(w, "%s\n%s\n\n", b.began.UTC().Format(time.RFC3339), b.machine())
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "what\tmeasured\tbar\tverdict\tnote")
	for _, f := range b.figures {
		bar := ""
		switch f.kind {
		case rate:
			bar = "≥ " + number(f.bar)
		case latency, size:
			bar = "≤ " + number(f.bar)
		case told:
		}
		_, _ = fmt.Fprintln(table, strings.TrimRight(strings.Join([]string{f.what, number(f.value) + " " + f.unit, bar, f.verdict(), f.note}, "\t"), "\t"))
	}
	_ = table.Flush()
}

// quantile is the value below which a part p of the durations lie, in
// milliseconds.
func quantile(all []time.Duration, p float64) float64 {
	if len(all) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(all))
	return float64(sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]) / float64(time.Millisecond)
}
