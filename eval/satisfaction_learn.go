package eval

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/conversation"
)

// SatisfactionSets are the sets of dialogues that weights are learnt from.
func SatisfactionSets() []string { return []string{"sgd", "redial"} }

// given are weights by hand, where the dialogues cannot tell: dissatisfied, gap,
// gap without a next prompt; nil is learnt. They do not have what is done with
// answers in a chat window, errors and refusals, and hardly any anger. And they
// tell how a user feels, not whether an answer helped: one that does not know,
// or is said to be wrong, did not, however patient the user is.
type given [3]*float64

func byHand() map[string]given {
	x := func(weights ...float64) (g given) {
		for i := range weights {
			g[len(g)-len(weights)+i] = &weights[i]
		}
		return g
	}
	return map[string]given{
		"frustrated":  x(1, 1, 0),
		"escalated":   x(1, 1, 0),
		"shouted":     x(0.3, 0.3, 0),
		"corrected":   x(1, 0), // of a gap only
		"repeated":    x(0.7, 0),
		"refused":     x(0.8, 2, 2),
		"fallback":    x(1.5, 1.5),
		"failed":      x(1, 3, 3),
		"regenerated": x(0.5, 1, 1),
		"stopped":     x(0.5, 0.7, 0.7),
		"copied":      x(-0.5, -0.7, -0.7),
		"handed_off":  x(0.5, 1, 1),
	}
}

// TurnWeights are weights of what is estimated of a turn: the base, then one
// for each cue.
type TurnWeights struct {
	Dissatisfied, Gap, Unread []float64
	Seen                      []int // turns that show the cue, after their number
}

// LearnTurns learns them from the training part of dialogues. The gap of an
// answer is learnt from the dissatisfaction at the prompt after it, of which
// only what it says itself may be used, not what led up to it.
func LearnTurns(dialogues []RatedDialogue) TurnWeights {
	var turns, gaps, unread []example
	w := TurnWeights{Seen: make([]int, 1+len(conversation.Cues()))}
	read := slices.Index(conversation.Cues(), "regretted") // the cues before are the prompt's
	for i := range dialogues {
		if dialogues[i].Test {
			continue
		}
		for _, t := range dialogues[i].Turns {
			label := 0.0
			if t.Dissatisfied {
				label = 1
			}
			turns = append(turns, example{learnable(t.Cues, 0, 0), label})
			if t.Gap != nil {
				gaps = append(gaps, example{learnable(t.Gap, 1, 0), label})
				unread = append(unread, example{learnable(t.Gap, 2, read), label})
			}
			w.see(t.Cues)
		}
	}
	w.Dissatisfied, w.Gap, w.Unread = regress(turns, ridge), regress(gaps, ridge), regress(unread, ridge)
	for i, to := range [][]float64{w.Dissatisfied, w.Gap, w.Unread} {
		finish(to, i)
	}
	return w
}

// learnable is cues without those whose weight is given in a column, from one
// on.
func learnable(cues []float64, column, from int) []float64 {
	cues = slices.Clone(cues)
	clear(cues[:from])
	hand := byHand()
	for i, name := range conversation.Cues() {
		if hand[name][column] != nil {
			cues[i] = 0
		}
	}
	return cues
}

// finish rounds weights as they are written, and adds those by hand.
func finish(weights []float64, column int) {
	hand := byHand()
	for i, name := range conversation.Cues() {
		if x := hand[name][column]; x != nil {
			weights[1+i] = *x
		}
	}
	for i := range weights {
		weights[i] = rounded(weights[i])
	}
}

func rounded(x float64) float64 { return math.Round(100*x) / 100 }

func (w *TurnWeights) see(cues []float64) {
	w.Seen[0]++
	for i, x := range cues {
		if x != 0 {
			w.Seen[1+i]++
		}
	}
}

// LearnConversations learns the weights of a conversation's estimate from the
// training part of sets of dialogues, in the order of
// conversation.OverallWeights. The last is not learnt: it is how far the
// sets themselves are apart.
func LearnConversations(sets [][]RatedDialogue, turns TurnWeights) []float64 {
	var all []example
	of := make([][]example, len(sets))
	for s, dialogues := range sets {
		for i := range dialogues {
			d := &dialogues[i]
			if mood, estimated := d.draft.Mood(turns.Dissatisfied); estimated && !d.Test {
				of[s] = append(of[s], example{[]float64{mood}, d.Satisfied()})
			}
		}
		all = append(all, of[s]...)
	}
	weights := regress(all, fewRidge)
	for i := range weights {
		weights[i] = rounded(weights[i])
	}
	return append(weights, rounded(doubt(weights, of)))
}

// fewRidge draws the weights of conversations, which are few.
const fewRidge = 5.0

// leastDoubt is the least deviation that is owned up to before a project's own
// ratings are known: few sets say little about how far products are apart.
const leastDoubt = 0.5

// doubt is the standard deviation of the log odds between sets: how much each
// lies above or below what the weights say.
func doubt(weights []float64, sets [][]example) float64 {
	var off []float64
	for _, examples := range sets {
		said, labelled := 0.0, 0.0
		for _, e := range examples {
			said += 1 / (1 + math.Exp(-score(weights, e.cues)))
			labelled += e.label
		}
		n := float64(len(examples))
		off = append(off, logit(labelled/n)-logit(said/n))
	}
	center, sum := mean(off), 0.0
	for _, x := range off {
		sum += (x - center) * (x - center)
	}
	return max(leastDoubt, math.Sqrt(sum/float64(max(1, len(off)-1))))
}

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

// provenance heads both files.
const provenance = `# Written by go test ./eval -run SatisfactionWeights -update; do not edit.
# Learnt on 2026-11-24 from the training parts (four fifths) of SGD and ReDial in USS
# (Sun et al., "Simulating user satisfaction for the evaluation of task-oriented dialogue systems", 2021),
# whose dialogues are CC-BY-SA-4.0 (Schema-Guided Dialogue) and CC-BY-4.0 (ReDial): %s.
# Only numbers are kept; no text of the dialogues is.
`

// WriteTurns is the file of turns' weights.
func (w *TurnWeights) WriteTurns(sizes string) string {
	var b strings.Builder
	fmt.Fprintf(&b, provenance, sizes)
	b.WriteString("# Log odds that a user is dissatisfied (mean vote below 3 of 5) when writing a prompt; that the answer before it did not help, given\n" +
		"# what the prompt says; and the same where no prompt followed. Seen: prompts of the training part that show the cue.\n" +
		"cue\tdissatisfied\tgap\tunread\tseen\n")
	for i, name := range append([]string{"base"}, conversation.Cues()...) {
		seen := strconv.Itoa(w.Seen[i])
		switch hand := byHand()[name]; {
		case hand[0] != nil:
			seen += ", by hand"
		case hand[1] != nil:
			seen += ", gap by hand"
		}
		fmt.Fprintf(&b, "%s\t%.2f\t%.2f\t%.2f\t%s\n", name, w.Dissatisfied[i], w.Gap[i], w.Unread[i], seen)
	}
	return b.String()
}

// WriteConversations is the file of conversations' weights.
func WriteConversations(weights []float64, sizes string) string {
	var b strings.Builder
	fmt.Fprintf(&b, provenance, sizes)
	b.WriteString("# Log odds that a person calls the conversation satisfying (4 or 5 of 5), from its mood: the mean of the log odds that the user is\n" +
		"# dissatisfied, of which the n-th counts n times. Doubt is the standard deviation between the sets, at least 0.5.\n" +
		"part\tweight\n")
	for i, name := range conversation.OverallWeights() {
		fmt.Fprintf(&b, "%s\t%.2f\n", name, weights[i])
	}
	return b.String()
}

// SatisfactionWeights learns all weights and returns what is written of them.
func SatisfactionWeights(sets map[string][]RatedDialogue) (turns, conversations string) {
	var all []RatedDialogue
	var each [][]RatedDialogue
	var sizes []string
	for _, name := range SatisfactionSets() {
		dialogues, prompts := 0, 0
		for i := range sets[name] {
			if d := &sets[name][i]; !d.Test {
				dialogues, prompts = dialogues+1, prompts+len(d.Turns)
			}
		}
		sizes = append(sizes, fmt.Sprintf("%d dialogues with %d prompts of %s", dialogues, prompts, name))
		all, each = append(all, sets[name]...), append(each, sets[name])
	}
	w := LearnTurns(all)
	size := strings.Join(sizes, ", ")
	return w.WriteTurns(size), WriteConversations(LearnConversations(each, w), size)
}
