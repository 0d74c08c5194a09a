package storetest

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// converse draws a conversation: its turns with their events, ratings,
// outcome and conversion, derived as analysis would derive them.
func (w *world) converse(i int) {
	id := fmt.Sprintf("c%02d", i)
	start := epoch().Add(time.Duration(w.IntN(7*24*60)) * time.Minute)
	if w.chance(15) {
		start = epoch().AddDate(0, 0, 7).Add(time.Duration(w.IntN(36*60)) * time.Minute) // a week after others
	}
	c := conversation.Conversation{Project: project, ID: id, StartedAt: start}
	c.User = pick(w.draws, "u1", "u1", "u2", "u3", "u4", "a9", "")
	c.Identified = strings.HasPrefix(c.User, "u")
	c.Account, c.Environment, c.Session = pick(w.draws, "acme", "acme", "globex", ""), pick(w.draws, "production", "production", "staging"), "s"+id
	one := conversation.Derived{Conversation: c}
	at := start
	for position := range w.IntN(4) {
		one.Turns = append(one.Turns, w.turn(&one.Conversation, position, at))
		at = at.Add(time.Duration(1+w.IntN(30)) * time.Minute)
	}
	w.rate(&one, at)
	w.conclude(&one, at)
	w.convert(&one.Conversation, at)
	w.derived = append(w.derived, one)
}

func (w *world) turn(c *conversation.Conversation, position int, at time.Time) conversation.Turn {
	id := fmt.Sprintf("%s-%d", c.ID, position)
	t := conversation.Turn{ID: id, Project: project, Conversation: c.ID, Position: position, StartedAt: at, Dimensions: c.Dimensions}
	t.Agent, t.Version, t.Model = pick(w.draws, "default", "support", "sales"), pick(w.draws, "1", "2", ""), pick(w.draws, "m-1", "m-2-mini", "")
	t.Language, t.Topic = pick(w.draws, "en", "fr", ""), pick(w.draws, "billing", "export", "")
	t.Nearest, t.Theme = pick(w.draws, "billing", "export"), map[string]string{"billing": "money", "export": "data"}[t.Topic]
	t.Next = pick(w.draws, conversation.NextLeft, conversation.NextRephrased, conversation.NextThanked, "")
	t.Dissatisfied, t.Gap = maybe(w.draws, 60, float64(w.IntN(16))/16), maybe(w.draws, 50, float64(w.IntN(16))/16)
	if w.chance(10) {
		t.User, t.Identified = "u5", true // a second user
	}
	if w.chance(15) {
		t.Environment = pick(w.draws, "production", "staging", "preview") // a second environment
	}
	t.PromptEvent = id
	t.Prompt = pick(w.draws, "How do I export?", "Où est l'ÉTÉ?", "refund 100% now", "it_s broken", "hi")
	t.LatencyMS, t.FirstTokenMS = maybe(w.draws, 70, float64(100*(1+w.IntN(40)))), maybe(w.draws, 30, float64(1+w.IntN(400)))
	t.InputTokens, t.OutputTokens, t.CostUSD = maybe(w.draws, 60, int64(w.IntN(900))), maybe(w.draws, 60, int64(w.IntN(90))), maybe(w.draws, 40, float64(w.IntN(9))/16)
	message := "m" + id
	own := event.Event{
		ID: id, Project: project, Kind: event.Prompt, Name: "prompt", Agent: t.Agent, Conversation: c.ID, Session: c.Session, Account: c.Account,
		OccurredAt: at, ReceivedAt: at.Add(time.Second), Text: t.Prompt, Version: t.Version, Model: t.Model, Properties: w.properties(t.Environment),
	}
	own.User, own.Anonymous = split(t.User)
	w.events = append(w.events, own)
	if w.chance(80) {
		answer := own
		answer.ID, answer.Kind, answer.Name, answer.Message, answer.OccurredAt = id+"r", event.Response, "response", message, at.Add(time.Second)
		answer.Text, answer.Properties = pick(w.draws, "Use the export menu.", "I do not know", ""), w.properties(c.Environment)
		t.Response, t.Error = answer.Text, pick(w.draws, "", "", "", "timeout")
		t.ResponseEvents, t.Answered = []string{answer.ID}, answer.Text != "" && t.Error == ""
		w.events = append(w.events, answer)
		w.remark(c, &answer)
	}
	if position > 0 && w.chance(20) { // an answer that nobody asked for
		t.PromptEvent, t.Prompt = "", ""
	}
	for _, signal := range conversation.Signals() {
		if w.chance(10) {
			t.Evidence = append(t.Evidence, conversation.Evidence{Signal: signal, Event: id})
		}
	}
	return t
}

// remark adds a comment and an action that name an answer.
func (w *world) remark(c *conversation.Conversation, answer *event.Event) {
	if w.chance(20) {
		comment := *answer
		comment.ID, comment.Kind, comment.Name, comment.OccurredAt = answer.ID+"c", event.Satisfaction, "satisfaction", answer.OccurredAt.Add(time.Second)
		comment.Text, comment.Properties = pick(w.draws, "Great!", "wrong EXPORT", ""), w.properties(c.Environment)
		if comment.Text != "" && c.Comments != "" {
			c.Comments += "\n"
		}
		c.Comments += comment.Text
		w.events = append(w.events, comment)
	}
	if w.chance(20) {
		action := *answer
		action.ID, action.Kind, action.Name, action.Text, action.OccurredAt = answer.ID+"a", event.Action, "action", "", answer.OccurredAt.Add(time.Minute)
		action.Properties = append(w.properties(c.Environment), event.Property{Name: "action", Value: `"copied"`}).Sorted()
		w.events = append(w.events, action)
	}
}

// split gives a resolved user back to the fields of an event.
func split(user string) (id, anonymous string) {
	switch {
	case user == "u1":
		return "", "a1" // known by the identity
	case strings.HasPrefix(user, "a"):
		return "", user
	default:
		return user, ""
	}
}

func (w *world) properties(environment string) event.Properties {
	var p event.Properties
	if environment != event.DefaultEnvironment {
		p = append(p, event.Property{Name: "environment", Value: event.Value(`"` + environment + `"`)})
	}
	for _, property := range []event.Property{
		{Name: "plan", Value: pick[event.Value](w.draws, `"pro"`, `"free"`, `"Team"`, `""`)},
		{Name: "seats", Value: pick[event.Value](w.draws, `5`, `"5"`, `50.5`, `"many"`, `true`)},
		{Name: "beta", Value: pick[event.Value](w.draws, `true`, `false`, `"true"`, `"yes"`, `1`)},
		{Name: "a.b/c~d", Value: pick[event.Value](w.draws, `{"x":1}`, `[1]`, `"x"`)},
	} {
		if w.chance(25) {
			p = append(p, property)
		}
	}
	return p.Sorted()
}

func (w *world) rate(one *conversation.Derived, at time.Time) {
	c := &one.Conversation
	var sum float64
	for i := range w.IntN(3) {
		r := conversation.Rating{
			Event: fmt.Sprintf("%s-rating-%d", c.ID, i), Project: project, Conversation: c.ID, At: at.Add(time.Duration(i) * time.Hour),
			Value: pick(w.draws, 0, 0.25, 0.5, 0.75, 1), FivePoint: w.chance(50), Dimensions: c.Dimensions,
		}
		if len(one.Turns) > 0 && w.chance(70) {
			turn := &one.Turns[w.IntN(len(one.Turns))]
			r.Turn, r.Dimensions, turn.Rating = turn.ID, turn.Dimensions, &r.Value
		}
		one.Ratings = append(one.Ratings, r)
		c.Ratings = append(c.Ratings, r.Value)
		sum += r.Value
	}
	if len(c.Ratings) > 0 {
		mean := sum / float64(len(c.Ratings))
		c.Explicit = &mean
	}
}

// conclude fills in what a conversation takes from its turns and events.
func (w *world) conclude(one *conversation.Derived, at time.Time) {
	c := &one.Conversation
	c.EndedAt, c.Turns = at, len(one.Turns)
	c.Why, c.DueAt = "why of "+c.ID, at.AddDate(0, 0, 1)
	add(&c.Users, c.User)
	add(&c.Accounts, c.Account)
	add(&c.Sessions, c.Session)
	add(&c.Environments, c.Environment)
	for i := range one.Turns {
		take(c, &one.Turns[i])
		if c.Opening == "" {
			c.Opening = one.Turns[i].Prompt
		}
	}
	c.SecondUser = len(c.Users) > 1
	for _, source := range []string{"/faq", "/manual", "d1"} {
		if w.chance(30) {
			c.Sources = append(c.Sources, source)
		}
	}
	if c.Estimated = maybe(w.draws, 50, float64(w.IntN(16))/16); c.Estimated != nil {
		low, high := *c.Estimated/2, (1+*c.Estimated)/2
		c.EstimatedLow, c.EstimatedHigh = &low, &high
		c.Reasons = []conversation.Reason{{Cue: "denied", Turns: 1 + w.IntN(3), Push: -0.5}}
	}
	c.Settled = w.chance(70)
	c.Outcome = conversation.Unknown
	if c.Settled {
		c.Outcome = pick(w.draws, conversation.Outcomes()...)
	}
	for i := range w.events {
		if w.events[i].Conversation == c.ID {
			addAll(&c.Properties, w.events[i].Properties)
		}
	}
}

// add puts a value among those seen, in order.
func add(list *[]string, value string) {
	if value != "" && !slices.Contains(*list, value) {
		*list = append(*list, value)
		sort.Strings(*list)
	}
}

func addAll[T comparable](list *[]T, values []T) {
	for _, value := range values {
		if !slices.Contains(*list, value) {
			*list = append(*list, value)
		}
	}
}

// take adds a turn to its conversation.
func take(c *conversation.Conversation, t *conversation.Turn) {
	if t.Position == 0 {
		c.Agent, c.Version, c.Model, c.Language, c.Topic, c.Theme = t.Agent, t.Version, t.Model, t.Language, t.Topic, t.Theme
	}
	add(&c.Agents, t.Agent)
	add(&c.Versions, t.Version)
	add(&c.Models, t.Model)
	add(&c.Languages, t.Language)
	add(&c.Topics, t.Topic)
	add(&c.Themes, t.Theme)
	add(&c.Environments, t.Environment)
	add(&c.Users, t.User)
	addAll(&c.Signals, t.Signals())
	if t.PromptEvent != "" {
		c.Prompts++
	}
	if t.Answered {
		c.Responses++
	}
}

func (w *world) convert(c *conversation.Conversation, at time.Time) {
	if !w.chance(40) {
		return
	}
	v := conversation.Conversion{
		Event: c.ID + "-sale", Project: project, At: at.Add(time.Duration(w.IntN(48)) * time.Hour), Name: "sale",
		Value: maybe(w.draws, 70, float64(10*w.IntN(10))), Currency: pick(w.draws, "EUR", "USD", ""), By: conversation.Direct, Conversation: c.ID, FirstTouch: c.ID,
		Dimensions: c.Dimensions, LagSeconds: maybe(w.draws, 80, float64(w.IntN(9_000))),
	}
	if w.chance(30) {
		v.By, v.Conversation, v.FirstTouch = conversation.None, "", ""
		v.Dimensions = conversation.Dimensions{User: c.User, Identified: c.Identified, Account: c.Account, Environment: c.Environment}
	} else {
		c.Conversions++
		if v.Value != nil {
			c.Values = append(c.Values, conversation.Money{Currency: v.Currency, Value: *v.Value})
		}
	}
	w.conversions = append(w.conversions, v)
}

// sight adds an event outside any conversation.
func (w *world) sight(i int) {
	e := event.Event{
		ID: fmt.Sprintf("page%d", i), Project: project, Kind: event.Page, Name: "page", Account: pick(w.draws, "acme", "initech", ""),
		OccurredAt: epoch().Add(time.Duration(i) * 11 * time.Hour), ReceivedAt: horizon(), Properties: w.properties(pick(w.draws, "production", "staging")),
	}
	e.User, e.Anonymous = split(pick(w.draws, "u1", "u6", "u7", "a9"))
	w.events = append(w.events, e)
}

func (w *world) addTraits() {
	put := func(owner, name string, value event.Value, account bool) {
		w.traits = append(w.traits, store.Trait{Project: project, Owner: owner, Account: account, Name: name, Value: value, At: epoch()})
	}
	put("u1", "role", `"admin"`, false)
	put("u2", "role", `"User"`, false)
	put("u3", "role", `null`, false)
	put("u4", "role", `{"of":"team"}`, false)
	put("u5", "role", `""`, false)
	put("u1", "age", `30`, false)
	put("u2", "age", `"41"`, false)
	put("u3", "age", `true`, false)
	put("acme", "role", `"customer"`, true)
	put("acme", "seats", `50`, true)
	put("globex", "seats", `"7"`, true)
	put("initech", "trial", `true`, true)
}
