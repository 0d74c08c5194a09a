package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// generator makes events as a product with a copilot sends them: prompts and
// answers of some three hundred characters, ratings, actions, conversions.
// The same seed gives the same events.
type generator struct {
	random  *rand.Rand
	zipf    *rand.Zipf
	words   []string
	serial  int
	from    time.Time     // conversations begin from here …
	over    time.Duration // … within this
	many    int           // conversations there are to be, which then follow one another; 0 where each begins at random
	users   int           // who take part
	prompts int           // made so far
	pending []string      // lines of the conversation that is being sent
}

// Who take part: a history has a user for every few conversations, as many
// whatever its length.
const (
	fewestUsers          = 5_000
	conversationsPerUser = 7
)

// newHistory makes about so many conversations in the order in which they
// began, as events arrive in the course of time.
func newHistory(seed uint64, from time.Time, over time.Duration, conversations int) *generator {
	g := newGenerator(seed, from, over)
	g.many, g.users = conversations, max(fewestUsers, conversations/conversationsPerUser)
	return g
}

func newGenerator(seed uint64, from time.Time, over time.Duration) *generator {
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // the same seed gives the same events
	g := &generator{random: random, zipf: rand.NewZipf(random, 1.3, 8, 1999), from: from, over: over, users: fewestUsers}
	syllables := strings.Fields("re port ex in voice pay ment user set ting da ta base fil ter ta ble er ror time zone mem ber plan seat chart up load link team role key sync")
	for range 2000 {
		word := make([]string, 1+random.IntN(3))
		for i := range word {
			word[i] = syllables[random.IntN(len(syllables))]
		}
		g.words = append(g.words, strings.Join(word, ""))
	}
	return g
}

// text is words of about n characters.
func (g *generator) text(n int) string {
	var b strings.Builder
	for b.Len() < n {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(g.words[g.zipf.Uint64()])
	}
	return b.String()
}

// lines makes a body of n events, one a line.
func (g *generator) lines(n int) []byte {
	var b bytes.Buffer
	for range n {
		if len(g.pending) == 0 {
			g.converse()
		}
		b.WriteString(g.pending[0])
		b.WriteByte('\n')
		g.pending = g.pending[1:]
	}
	return b.Bytes()
}

// bodies are bodies of size events each.
func (g *generator) bodies(n, size int) [][]byte {
	all := make([][]byte, n)
	for i := range all {
		all[i] = g.lines(size)
	}
	return all
}

// converse makes the events of a conversation, about six.
func (g *generator) converse() {
	at := g.begins()
	g.serial++
	c := conversation{
		id: fmt.Sprintf("conv-%016x", g.random.Uint64()), user: fmt.Sprintf("user-%d", g.random.IntN(g.users)),
		agent:   []string{"support", "support", "analytics", "onboarding"}[g.random.IntN(4)],
		version: []string{"1.4.0", "1.5.0", "1.5.1"}[g.random.IntN(3)], plan: []string{"free", "pro", "team"}[g.random.IntN(3)],
	}
	for range 1 + g.random.IntN(4) {
		g.prompts++
		prompt := g.text(200 + g.random.IntN(200))
		g.add(c, at, event.NamePrompt, `"prompt":"`+prompt+`"`)
		at = at.Add(time.Duration(500+g.random.IntN(4_000)) * time.Millisecond)
		if g.random.IntN(20) > 0 {
			g.add(c, at, event.NameResponse, `"response":"`+g.text(200+g.random.IntN(200))+`","model":"m-2","latency_ms":`+strconv.Itoa(200+g.random.IntN(3_000)))
		}
		at = at.Add(time.Duration(5+g.random.IntN(90)) * time.Second)
	}
	if g.random.IntN(3) == 0 {
		g.add(c, at, event.NameSatisfaction, fmt.Sprintf(`"rating":%d,"rating_scale":"1-5"`, 1+g.random.IntN(5)))
	}
	if g.random.IntN(5) == 0 {
		g.add(c, at, event.NameAction, `"action":"copied"`)
	}
	if g.random.IntN(8) == 0 {
		g.add(c, at, event.NameConversion, fmt.Sprintf(`"value":%d,"currency":"EUR"`, 5+g.random.IntN(200)))
	}
}

// begins is when the next conversation does.
func (g *generator) begins() time.Time {
	if g.many == 0 {
		return g.from.Add(time.Duration(g.random.Int64N(int64(g.over) + 1)))
	}
	return g.from.Add(time.Duration(float64(g.over) * float64(min(g.serial, g.many)) / float64(g.many)))
}

type conversation struct{ id, user, agent, version, plan string }

func (g *generator) add(c conversation, at time.Time, name, properties string) {
	g.pending = append(g.pending, fmt.Sprintf(
		`{"id":"%016x%016x","event":"%s","user_id":"%s","timestamp":"%s","properties":{"conversation_id":"%s","agent_id":"%s","version":"%s","plan":"%s",%s}}`,
		g.random.Uint64(), g.random.Uint64(), name, c.user, at.UTC().Format("2006-01-02T15:04:05.000Z"), c.id, c.agent, c.version, c.plan, properties))
}
