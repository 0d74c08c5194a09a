package conversation

import (
	"math"
	"slices"
)

// turnCues are the cues of all turns.
type turnCues struct {
	prompts []*cues // of each turn's prompt and what preceded it; nil without a prompt
	gaps    []*cues // of each turn's answer and the prompt after it; nil where there is nothing to judge
	unread  []bool  // no prompt came after the answer
}

// readCues reads the cues of all turns.
func (b *builder) readCues() *turnCues {
	all := b.utterances()
	r := &turnCues{prompts: b.follow(all), gaps: make([]*cues, len(b.turns)), unread: make([]bool, len(b.turns))}
	b.recallPrompts(r)
	answered := make([]*cues, len(b.turns)) // the last answer of each turn
	var next *cues                          // the prompt after
	for _, u := range slices.Backward(all) {
		if u.act == "" && !u.prompt && (answered[u.turn] == nil || u.cues.better(answered[u.turn])) {
			answered[u.turn] = &u.cues
		}
		if !u.prompt {
			continue
		}
		if t := &b.turns[u.turn]; !t.Has(SmallTalk) {
			r.gaps[u.turn], r.unread[u.turn] = gapCues(next, answered[u.turn], t.Has(Unanswered)), next == nil
		}
		next = r.prompts[u.turn]
	}
	b.recallGaps(r)
	return r
}

// gapCues are those of an answer and of the prompt after it; nil where an
// answer may yet come.
func gapCues(next, answer *cues, unanswered bool) *cues {
	if answer == nil && !unanswered {
		return nil
	}
	c := new(cues)
	if next != nil {
		copy(c[:firstAnswerCue], next[:firstAnswerCue])
	}
	if answer == nil {
		answer = new(cues)
	}
	c.follows(answer)
	c[failed] = max(c[failed], yes(unanswered))
	return c
}

// Cues are the numbers by which satisfaction is estimated, for whoever learns
// their weights: for each turn those of its prompt, and those of its answer with
// the prompt after it, in the order of [Cues]; nil where there are none.
func (d *Draft) Cues() (prompts, gaps [][]float64) {
	list := func(of []*cues) [][]float64 {
		out := make([][]float64, len(of))
		for i, c := range of {
			if c != nil {
				out[i] = c[:]
			}
		}
		return out
	}
	return list(d.b.cues.prompts), list(d.b.cues.gaps)
}

// estimate judges every turn.
func (b *builder) estimate() {
	w := turnWeights()
	r := b.readCues()
	for i := range b.turns {
		if c := r.prompts[i]; c != nil {
			b.turns[i].Dissatisfied = probability(w.dissatisfied.of(c))
		}
		if c := r.gaps[i]; c != nil {
			b.turns[i].Gap = probability(w.ofGap(c, r.unread[i]))
		}
	}
	b.cues = r
}

// weighing is the weights of one estimate: a logistic regression on cues.
type weighing struct {
	base float64
	cues cues
}

func (w *weighing) of(c *cues) float64 {
	sum := w.base
	for i := range c {
		sum += w.cues[i] * c[i]
	}
	return sum
}

func (w *turnWeighing) ofGap(c *cues, unread bool) float64 {
	if unread {
		return w.unread.of(c)
	}
	return w.gap.of(c)
}

// probability makes one of log odds, to four digits, so that the same texts
// give the same on every machine.
func probability(odds float64) *float64 {
	const digits = 1e4
	p := math.Round(digits/(1+math.Exp(-odds))) / digits
	return &p
}
