package main

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/text"
)

const (
	// runsMost is how many runs of letters are kept: two thirds of the slots, so
	// that a search ends soon.
	runsMost = text.GramSlots * 2 / 3
	// backingOff is what a run costs that a language does not have beside the
	// shorter one that it has, in nats.
	backingOff = 0.9
	// never is the cost of a letter that a language does not have.
	never = 12.0
)

// row is the cost of a run's last letter in each language, in nats: that of
// the longest end of the run that the language has.
func (m *model) row(run string) []float64 {
	costs := make([]float64, len(m.given))
	for i, given := range m.given {
		rest, penalty := run, 0.0
		for {
			if p, ok := given[rest]; ok {
				costs[i] = min(never, penalty-math.Log(p))
				break
			}
			_, first := utf8.DecodeRuneInString(rest)
			if rest = rest[first:]; rest == "" {
				costs[i] = never
				break
			}
			penalty += backingOff
		}
	}
	return costs
}

// chosen are the runs that tell most: how much the run moves languages apart
// beyond what its end does, times how frequent it is where it is most frequent.
func (m *model) chosen() []string {
	type candidate struct {
		run  string
		gain float64
	}
	var all []candidate
	seen := make(map[string]bool)
	for i, given := range m.given {
		for run := range given {
			if seen[run] {
				continue
			}
			frequency := m.frequency(i, run)
			if n := utf8.RuneCountInString(run); n > 1 && frequency < 2e-6 {
				continue
			}
			seen[run] = true
			all = append(all, candidate{run, m.gain(run)})
		}
	}
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.run, b.run)) })
	runs := make([]string, 0, runsMost)
	for _, c := range all[:min(len(all), runsMost)] {
		runs = append(runs, c.run)
	}
	return runs
}

// frequency is how often a run comes among as many runs of its length.
func (m *model) frequency(language int, run string) float64 {
	p := 1.0
	for end := range run {
		if end > 0 {
			p *= m.given[language][run[:end]]
		}
	}
	return p * m.given[language][run]
}

func (m *model) gain(run string) float64 {
	_, first := utf8.DecodeRuneInString(run)
	if first == len(run) {
		return math.Inf(1)
	}
	long, short := m.row(run), m.row(run[first:])
	mean := 0.0
	for i := range long {
		mean += (long[i] - short[i]) / float64(len(long))
	}
	gain := 0.0
	for i := range long {
		gain += m.frequency(i, run) * math.Abs(long[i]-short[i]-mean)
	}
	return gain
}
