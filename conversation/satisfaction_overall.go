package conversation

// z95 is the normal quantile of a two-sided 95 % interval.
const z95 = 1.959964

// mood is the mean of the log odds that the user is dissatisfied over the
// prompts, of which the n-th counts n times: how it ends tells more than how it
// began. False where no prompt asks for anything.
func (b *builder) mood(w *weighing) (mood float64, estimated bool) {
	n, total := 0.0, 0.0
	for _, c := range b.cues.prompts {
		if c != nil {
			n++
			total += n
			mood += n * w.of(c)
		}
	}
	return mood / max(1, total), n > 0 && b.closing() >= 0
}

// estimateOverall judges the conversation.
func (b *builder) estimateOverall(c *Conversation) {
	mood, estimated := b.mood(&turnWeights().dissatisfied)
	if !estimated {
		return
	}
	w := conversationWeights()
	odds := w.base + w.mood*mood
	c.Estimated = probability(odds)
	c.EstimatedLow, c.EstimatedHigh = probability(odds-z95*w.doubt), probability(odds+z95*w.doubt)
	c.Reasons = b.reasons(w)
}

// Mood is the conversation's by other weights of turns, the base and then the
// cues; false where there is nothing to estimate. It is for whoever learns the
// weights.
func (d *Draft) Mood(weights []float64) (mood float64, estimated bool) {
	w := weighing{base: weights[0]}
	copy(w.cues[:], weights[1:])
	return d.b.mood(&w)
}
