package conversation

import (
	"math"
	"slices"

	"github.com/debrief-dev/debrief/text"
)

const (
	// faded is what a cue of the past is worth at the next prompt or answer.
	faded = 0.7
	// comparedBack is how many texts before one it is compared with.
	comparedBack = 3
)

// following is what was said so far in a conversation.
type following struct {
	prompts, answers [][]uint32 // the last fingerprints
	past             cues       // traces
	last             *utterance // the last answer
	said             int        // prompts
	open             bool       // no answer came since the last prompt
}

// utterances lists all texts of the conversation and what was done with its
// answers, in order of time.
func (b *builder) utterances() []*utterance {
	all := make([]*utterance, 0, 2*len(b.turns)+len(b.acts))
	for i := range b.parts {
		if prompt := b.parts[i].prompt; prompt != nil {
			u := b.readPrompt(i)
			u.at = prompt.OccurredAt
			all = append(all, u)
		}
		for k := range b.parts[i].answers {
			u := b.readAnswer(i, k)
			u.at = b.parts[i].answers[k].at
			all = append(all, u)
		}
	}
	for i := range b.acts {
		all = append(all, &b.acts[i])
	}
	slices.SortStableFunc(all, func(x, y *utterance) int { return x.at.Compare(y.at) })
	return all
}

// follow gives the cues of each prompt, by turn. Those of turns without one are
// nil.
func (b *builder) follow(all []*utterance) []*cues {
	out := make([]*cues, len(b.turns))
	var f following
	for _, u := range all {
		switch {
		case u.act != "":
			if f.last != nil && f.last.turn == u.turn {
				f.last.cues.do(u.act)
			}
		case u.prompt:
			f.prompt(u)
			out[u.turn] = &u.cues
		default:
			f.answer(u)
		}
	}
	return out
}

func (f *following) prompt(u *utterance) {
	c := &u.cues
	own := *c
	c[opening], c[place] = yes(f.said == 0), math.Log1p(float64(f.said))
	c[ignored], c[unasked] = yes(f.open), yes(f.last == nil)
	for _, pair := range past() {
		c[pair[1]] = f.past[pair[1]]
	}
	c[overlaps] = closest(u.shape, f.prompts)
	if f.last != nil {
		c[echoes] = text.Shared(u.shape, f.last.shape)
		c.follows(&f.last.cues)
	}
	f.trace(&own, true)
	f.prompts = recent(f.prompts, u.shape)
	f.said, f.open = f.said+1, true
}

// answer takes an answer in. An empty one or an error after one that answered
// takes nothing back.
func (f *following) answer(u *utterance) {
	if f.last != nil && f.last.turn == u.turn && f.last.cues.better(&u.cues) {
		return
	}
	u.cues[repeats] = closest(u.shape, f.answers)
	if f.last != nil && f.last.turn == u.turn {
		u.cues[regenerated] = f.last.cues[regenerated] // this is what came of it
	}
	f.trace(&u.cues, false)
	f.answers = recent(f.answers, u.shape)
	f.last, f.open = u, false
}

// better reports whether an answer is one where the other is none.
func (c *cues) better(than *cues) bool { return c[failed] < than[failed] }

// follows adds what the answer before a prompt says.
func (c *cues) follows(answer *cues) {
	copy(c[firstAnswerCue:firstPastCue], answer[firstAnswerCue:firstPastCue])
	c[declined] = c[deniedFirst] * min(1, answer[offered])
}

// trace lets the past fade and adds what was said now.
func (f *following) trace(now *cues, prompt bool) {
	for _, pair := range past() {
		if (pair[0] < firstAnswerCue) == prompt {
			f.past[pair[1]] = faded*f.past[pair[1]] + now[pair[0]]
		}
	}
}

func closest(shape []uint32, before [][]uint32) float64 {
	most := 0.0
	for _, earlier := range before {
		most = max(most, text.Shared(shape, earlier))
	}
	return most
}

func recent(before [][]uint32, shape []uint32) [][]uint32 {
	before = append(before, shape)
	return before[max(0, len(before)-comparedBack):]
}
