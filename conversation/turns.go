package conversation

import (
	"time"

	"github.com/debrief-dev/debrief/event"
)

// parts are the events that make one turn.
type parts struct {
	prompt  *event.Event // nil for an answer that nobody asked for
	answers []answer
}

// answer is one response as it was last sent.
type answer struct {
	response *event.Event
	at       time.Time // when its first version came
}

// makeTurns is where a response meets its prompt. Every prompt opens a turn
// and every response, in order of time, joins the turn of
//
//  1. the prompt it names (reply_to), or that a span told with it,
//  2. else the last prompt before it that is open, having no response yet,
//  3. else the next prompt, if that comes within Definitions.ClockSlack and
//     has no response of its own: clocks differ,
//  4. else the last prompt before it, as a further answer,
//  5. else, before any prompt, a turn of its own.
//
// A response that is sent again under the same message id, as streaming does,
// counts where it came first and says what it said last.
func (b *builder) makeTurns() {
	s := b.newSeating()
	open := make([]int, 0, len(s.prompts)) // a stack of turns, those that were named since still in it
	passed := 0                            // prompts so far
	for i := range b.events {
		e := &b.events[i]
		if e.Kind == event.Prompt {
			open = append(open, passed)
			passed++
			continue
		}
		if s.latest[i] == nil {
			continue
		}
		a := answer{response: s.latest[i], at: e.OccurredAt}
		if turn, named := s.named(a.response); named {
			s.seat(turn, a)
			continue
		}
		for len(open) > 0 && len(s.prompts[open[len(open)-1]].answers) > 0 {
			open = open[:len(open)-1]
		}
		switch {
		case len(open) > 0:
			s.seat(open[len(open)-1], a)
		case s.early(e, passed, b.rules.ClockSlack):
			s.seat(passed, a)
		case passed > 0:
			s.seat(passed-1, a)
		default:
			s.unasked = append(s.unasked, parts{answers: []answer{a}})
		}
	}
	b.parts = append(s.unasked, s.prompts...) // whatever nobody asked for came before all prompts
}

// seating is what makeTurns needs to know before it begins.
type seating struct {
	prompts   []parts        // one for each prompt, in order
	unasked   []parts        // answers before any prompt
	byMessage map[string]int // message id of a prompt to its place in prompts
	byEvent   map[string]int // event of a prompt that a span told to its place
	asked     map[string]string
	own       []bool         // for each prompt: see findOwn
	latest    []*event.Event // for each event that is the first version of a response, the last version
}

func (b *builder) newSeating() *seating {
	s := &seating{byMessage: make(map[string]int), byEvent: make(map[string]int), asked: b.traced.asked, latest: make([]*event.Event, len(b.events))}
	streamed := make(map[string]int) // message id of a response to its first version
	for i := range b.events {
		e := &b.events[i]
		switch e.Kind {
		case event.Prompt:
			if e.Message != "" {
				s.byMessage[e.Message] = len(s.prompts)
			}
			if len(s.asked) > 0 {
				s.byEvent[e.ID] = len(s.prompts)
			}
			s.prompts = append(s.prompts, parts{prompt: e})
		case event.Response:
			first, again := streamed[e.Message]
			if e.Message == "" || !again {
				first = i
				streamed[e.Message] = i
			}
			s.latest[first] = e
		default:
		}
	}
	s.findOwn(b.events, b.rules.ClockSlack)
	return s
}

// findOwn marks the prompts that have a response without looking back: one
// that names it, or that follows it and is not near enough to the next prompt
// to be that one's. Where a clock is late throughout, every response comes
// shortly before its prompt.
func (s *seating) findOwn(events []event.Event, slack time.Duration) {
	s.own = make([]bool, len(s.prompts))
	passed := 0
	for i := range events {
		if events[i].Kind == event.Prompt {
			passed++
		}
		if s.latest[i] == nil {
			continue
		}
		turn, named := s.named(s.latest[i])
		switch {
		case named:
			s.own[turn] = true
		case passed > 0 && !s.near(&events[i], passed, slack):
			s.own[passed-1] = true
		}
	}
}

func (s *seating) named(response *event.Event) (turn int, named bool) {
	if prompt, told := s.asked[response.ID]; told {
		turn, named = s.byEvent[prompt]
		return turn, named
	}
	to := response.ReplyTo()
	if to == "" {
		return 0, false
	}
	turn, named = s.byMessage[to]
	return turn, named
}

func (s *seating) seat(turn int, a answer) {
	s.prompts[turn].answers = append(s.prompts[turn].answers, a)
}

// early reports whether a response belongs to the next prompt although its
// clock says that it came first.
func (s *seating) early(e *event.Event, next int, slack time.Duration) bool {
	return s.near(e, next, slack) && !s.own[next]
}

// near reports whether the next prompt comes within the slack.
func (s *seating) near(e *event.Event, next int, slack time.Duration) bool {
	return next < len(s.prompts) && s.prompts[next].prompt.OccurredAt.Sub(e.OccurredAt) <= slack
}
