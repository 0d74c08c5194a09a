package eval

import (
	"math"
	"slices"
)

// SatisfactionScore is how well estimates agree with people, as AUROC of being
// dissatisfied by the mean vote.
type SatisfactionScore struct {
	Prompts, Dialogues     int
	Turns, Gaps            float64
	Person                 float64 // one person against the mean of the others
	Overall, PersonOverall float64 // the same of whole dialogues
	Off                    float64 // expected calibration error of a dialogue's estimate, against the share of satisfied votes
}

// Judge judges dialogues of one part with weights.
func Judge(dialogues []RatedDialogue, test bool, turns TurnWeights, conversations []float64) SatisfactionScore {
	var s SatisfactionScore
	var said, gaps, whole divided
	var estimates []example
	for i := range dialogues {
		d := &dialogues[i]
		if d.Test != test {
			continue
		}
		s.Dialogues++
		for _, t := range d.Turns {
			s.Prompts++
			said.add(score(turns.Dissatisfied, t.Cues), t.Dissatisfied)
			if t.Gap != nil {
				gaps.add(score(turns.Gap, t.Gap), t.Dissatisfied)
			}
		}
		if mood, estimated := d.draft.Mood(turns.Dissatisfied); estimated {
			odds := score(conversations[:len(conversations)-1], []float64{mood})
			whole.add(-odds, d.Dissatisfied())
			estimates = append(estimates, example{[]float64{sigmoid(odds)}, d.Satisfied()})
		}
	}
	s.Turns, s.Gaps, s.Overall = said.auroc(), gaps.auroc(), whole.auroc()
	s.Person, s.PersonOverall = persons(dialogues, test)
	s.Off = calibrationError(estimates)
	return s
}

// divided are scores by whether they should be high.
type divided struct{ higher, lower []float64 }

func (d *divided) add(score float64, higher bool) {
	if higher {
		d.higher = append(d.higher, score)
	} else {
		d.lower = append(d.lower, score)
	}
}

func (d *divided) auroc() float64 { return AUROC(d.higher, d.lower) }

// persons is how well one person, the first, agrees with the mean of the others.
func persons(dialogues []RatedDialogue, test bool) (turns, overall float64) {
	var each, whole divided
	add := func(to *divided, stars []float64) {
		if len(stars) > 1 {
			to.add(-stars[0], mean(stars[1:]) < dissatisfied)
		}
	}
	for i := range dialogues {
		if d := &dialogues[i]; d.Test == test {
			add(&whole, d.Votes)
			for _, t := range d.Turns {
				add(&each, t.Stars)
			}
		}
	}
	return each.auroc(), whole.auroc()
}

func sigmoid(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }

// calibrationBins is into how many parts of one size estimates are cut.
const calibrationBins = 5

// calibrationError is the mean distance of what is estimated from what is
// labelled, over parts of estimates that are alike.
func calibrationError(estimates []example) float64 {
	slices.SortFunc(estimates, func(a, b example) int {
		switch {
		case a.cues[0] < b.cues[0]:
			return -1
		case a.cues[0] > b.cues[0]:
			return 1
		default:
			return 0
		}
	})
	off := 0.0
	for part := range slices.Chunk(estimates, (len(estimates)+calibrationBins-1)/calibrationBins) {
		said, labelled := 0.0, 0.0
		for _, e := range part {
			said, labelled = said+e.cues[0], labelled+e.label
		}
		off += math.Abs(said-labelled) / float64(len(estimates))
	}
	return off
}
