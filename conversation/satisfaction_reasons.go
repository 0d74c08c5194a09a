package conversation

import (
	"cmp"
	"math"
	"slices"
)

// Reason is a cue that pushed a conversation's estimated satisfaction.
type Reason struct {
	Cue   string  `json:"cue"`
	Turns int     `json:"turns" doc:"turns that show it"`
	Push  float64 `json:"push" doc:"of the log odds that the user was satisfied; below 0 it speaks against"`
}

const (
	// reasonsMost is how many are told.
	reasonsMost = 4
	// leastPush is what a reason pushes at least: a probability of a half by
	// one point.
	leastPush = 0.04
)

// reasons says which cues pushed the estimate, and how far.
func (b *builder) reasons(w *conversationWeighing) []Reason {
	by := &turnWeights().dissatisfied.cues
	var pushes cues
	var turns [cueCount]int
	n, total := 0.0, 0.0
	for _, c := range b.cues.prompts {
		if c == nil {
			continue
		}
		n++
		total += n
		for k, x := range c {
			if x != 0 && tells(cue(k)) {
				pushes[k] += n * by[k] * x
				turns[k]++
			}
		}
	}
	names := Cues()
	var all []Reason
	for k, push := range pushes {
		if push *= w.mood / total; math.Abs(push) >= leastPush {
			all = append(all, Reason{names[k], turns[k], math.Round(100*push) / 100})
		}
	}
	slices.SortStableFunc(all, func(a, b Reason) int { return cmp.Compare(math.Abs(b.Push), math.Abs(a.Push)) })
	return all[:min(len(all), reasonsMost)]
}

// ReasonCues names the cues that may be reasons.
func ReasonCues() []string {
	var all []string
	for k, name := range Cues() {
		if tells(cue(k)) {
			all = append(all, name)
		}
	}
	return all
}

// tells reports whether a cue can be told as a reason: sizes, places and mere
// likeness cannot, and a trace is told where it was made.
func tells(k cue) bool {
	switch k {
	case deniedFirst, deniedPraise, asked, promptSize, brief, overlaps, echoes, proposed, askedBack, answerSize:
		return false
	default:
		return k < firstPastCue || k == ignored
	}
}
