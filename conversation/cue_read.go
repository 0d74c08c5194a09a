package conversation

import (
	"math"
	"strings"
	"time"
	"unicode"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/text"
)

const (
	// mostTimes is how often a tone counts: who says it oftener does not mean it more.
	mostTimes = 3
	// printedWords is how much of a text is compared with others.
	printedWords = 60
	// briefWords is up to how many words a prompt is brief.
	briefWords = 3
	// shoutedLetters is from how many capital letters on a prompt may shout.
	shoutedLetters = 5
)

// utterance is one text of the conversation, or something done with an answer.
type utterance struct {
	at     time.Time
	turn   int
	prompt bool
	act    event.Act // something done; then there is no text
	cues   cues      // of the text itself
	shape  []uint32
}

// readPrompt is what a prompt says by itself.
func (b *builder) readPrompt(i int) *utterance {
	t := &b.turns[i]
	u := &utterance{turn: i, prompt: true, shape: text.Fingerprint(t.Prompt, printedWords)}
	c := &u.cues
	found := &b.heard[i].prompt
	c.countTones(found, promptTones(), praised)
	for k := range found.Phrases {
		if p := &found.Phrases[k]; p.First == 0 && p.Label == "denied" {
			c[deniedFirst] = 1
		}
	}
	c[deniedPraise] = min(1, c[denied]) * min(1, c[praised])
	words := len(u.shape)
	c[asked] = yes(strings.ContainsAny(t.Prompt, "?？؟"))
	c[exclaimed] = math.Log1p(float64(strings.Count(t.Prompt, "!") + strings.Count(t.Prompt, "！")))
	c[promptSize], c[brief] = math.Log1p(float64(words)), yes(words <= briefWords)
	c[shouted] = yes(shouts(t.Prompt))
	for _, e := range t.Evidence {
		switch e.Signal {
		case Corrected:
			c[corrected] = 1
		case Frustrated:
			c[frustrated] = 1
		case Thanked:
			c[thanked] = 1
		case WantedHuman:
			c[wantedHuman] = 1
		case SmallTalk:
			c[smallTalk] = 1
		case Repeated, Rephrased:
			c[repeated] = 1
		default:
		}
	}
	return u
}

// readAnswer is what an answer says by itself.
func (b *builder) readAnswer(i, k int) *utterance {
	response := b.parts[i].answers[k].response
	u := &utterance{turn: i, shape: text.Fingerprint(response.Text, printedWords)}
	c := &u.cues
	found := &b.heard[i].answers[k]
	c.countTones(found, answerTones(), regretted)
	for _, p := range found.Phrases {
		switch Signal(p.Label) {
		case Refused:
			c[refused] = 1
		case Fallback:
			c[fellBack] = 1
		default:
		}
	}
	c[failed] = yes(!answers(response))
	c[askedBack] = yes(strings.ContainsAny(response.Text, "?？؟"))
	c[answerSize] = math.Log1p(float64(len(u.shape)))
	return u
}

func (c *cues) countTones(found *text.Found, tones []string, first cue) {
	for k := range found.Phrases {
		for n, tone := range tones {
			if found.Phrases[k].Label == tone {
				at := first + cue(n)
				c[at] = min(mostTimes, c[at]+1)
			}
		}
	}
}

// do is what was done with the answer.
func (c *cues) do(act event.Act) {
	switch act {
	case event.Regenerated:
		c[regenerated] = 1
	case event.Stopped:
		c[stopped] = 1
	case event.Copied:
		c[copied] = 1
	case event.HandedOff:
		c[handedOff] = 1
	default:
	}
}

func yes(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}

// shouts reports whether most letters are capitals.
func shouts(s string) bool {
	capitals, letters := 0, 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			capitals++
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return capitals >= shoutedLetters && 2*capitals > letters
}
