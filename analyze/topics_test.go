package analyze

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/topic"
)

// subjects are what users of these tests ask about.
func subjects() map[string]string {
	return map[string]string{
		"password": "how do i reset my %s password|i forgot my %s password|cannot log in with my password %s|change the password of %s|my login password is wrong %s",
		"invoice":  "where is the invoice of %s|send me the %s invoice again|the invoice for %s is missing|download all invoices from %s|i need an invoice with vat for %s",
		"shipping": "when will my parcel arrive in %s|track the delivery of my %s parcel|my parcel from %s is late|the courier lost the parcel %s|has the %s parcel been shipped",
		"recipe":   "how long do i cook pasta %s|give me a recipe for %s soup|which recipe uses rice and %s|can i bake a cake without %s|cook dinner with chicken and %s",
	}
}

// ask has count conversations about a subject come in, each of one exchange.
func (w *world) ask(subject string, from, count int) {
	w.t.Helper()
	ways := strings.Split(subjects()[subject], "|")
	fillers := strings.Fields("london paris april work home monday blue second family office garden winter berlin old new today phone market school summer")
	var events []event.Event
	for i := from; i < from+count; i++ {
		prompt := fmt.Sprintf(ways[i%len(ways)], fillers[(i/len(ways)+7*(i%len(ways)))%len(fillers)])
		events = append(events, exchange(time.Duration(i)*time.Minute, fmt.Sprintf("%s-%02d", subject, i), "u-"+subject, prompt)...)
	}
	w.add(events...)
	w.settle()
}

// tended does all there is to do about topics, as if somebody waited for it.
func (w *world) tended() {
	w.t.Helper()
	if _, err := w.tendAll(w.t.Context(), true); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) prompts() []store.Prompt {
	w.t.Helper()
	var all []store.Prompt
	if err := w.store.EachPrompt(w.t.Context(), store.PromptQuery{Project: "p"}, func(p store.Prompt) error { all = append(all, p); return nil }); err != nil {
		w.t.Fatal(err)
	}
	return all
}

// mostly is the topic that most prompts of a subject are in.
func (w *world) mostly(subject string) string {
	w.t.Helper()
	counts := make(map[string]int)
	most := ""
	for _, p := range w.prompts() {
		if strings.HasPrefix(p.Conversation, subject) {
			if counts[p.Topic]++; counts[p.Topic] > counts[most] {
				most = p.Topic
			}
		}
	}
	return most
}

func TestTopicsAreFound(t *testing.T) {
	w := newWorld(t)
	w.ask("password", 0, 20)
	w.tended()
	if version, pending, err := w.TopicStatus(t.Context(), "p"); version != 0 || pending || err != nil {
		t.Errorf("with 20 prompts version %d, pending %t, %v", version, pending, err)
	}
	w.ask("invoice", 0, 20)
	w.ask("shipping", 0, 20)
	w.add(exchange(0, "polite", "u", "hi there")...)
	w.settle()
	w.tended()
	if version, pending, err := w.TopicStatus(t.Context(), "p"); version != 1 || pending || err != nil {
		t.Errorf("version %d, pending %t, %v", version, pending, err)
	}
	named := map[string]bool{w.mostly("password"): true, w.mostly("invoice"): true, w.mostly("shipping"): true}
	if len(named) != 3 || named[""] {
		t.Errorf("topics are %v", named)
	}
	if small := w.conversation("polite").Turns[0]; small.Topic != "" || small.Nearest == "" {
		t.Errorf("small talk is about %q, close to %q", small.Topic, small.Nearest)
	}
	c := w.conversation("password-03").Conversation
	if c.Topic == "" || c.Theme == "" || !slices.Equal(c.Topics, []string{c.Topic}) || !slices.Equal(c.Themes, []string{c.Theme}) {
		t.Errorf("a conversation is about %q of %q: %v, %v", c.Topic, c.Theme, c.Topics, c.Themes)
	}
	// What arrives now is assigned in the step that derives it.
	w.ask("invoice", 20, 1)
	if turn := w.conversation("invoice-20").Turns[0]; turn.Topic != w.mostly("invoice") || turn.Nearest != turn.Topic {
		t.Errorf("what arrives is about %q, want %q", turn.Topic, w.mostly("invoice"))
	}
	// Another process knows them.
	w.restart()
	w.tended()
	w.ask("invoice", 21, 1)
	if turn := w.conversation("invoice-21").Turns[0]; turn.Topic == "" {
		t.Errorf("after a restart it is about %q", turn.Topic)
	}
}

func TestTopicsAreFoundAgain(t *testing.T) {
	w := newWorld(t)
	for _, subject := range []string{"password", "invoice", "shipping"} {
		w.ask(subject, 0, 20)
	}
	w.tended()
	was := map[string]string{"password": w.mostly("password"), "invoice": w.mostly("invoice")}
	// Eight that fit nowhere make a topic of their own.
	w.ask("recipe", 0, 11)
	w.tended()
	recipe := w.mostly("recipe")
	if recipe == "" || recipe == was["password"] || recipe == was["invoice"] || recipe == w.mostly("shipping") {
		t.Errorf("what is new is about %q", recipe)
	}
	// A fifth more: they are found again, and stay what they are.
	w.ask("recipe", 11, 9)
	w.ask("password", 20, 10)
	w.tended()
	for subject, topic := range was {
		if got := w.mostly(subject); got != topic {
			t.Errorf("%s was %s and is %s", subject, topic, got)
		}
	}
	if got := w.mostly("recipe"); got != recipe {
		t.Errorf("what was new was %s and is %s", recipe, got)
	}
}

// TestTopicsOfTheSame holds that the same prompts give the same topics, and a
// rebuild what there was.
func TestTopicsOfTheSame(t *testing.T) {
	ask := func() *world {
		w := newWorld(t)
		for _, subject := range []string{"password", "invoice", "shipping", "recipe"} {
			w.ask(subject, 0, 20)
		}
		w.tended()
		return w
	}
	first, second := ask(), ask()
	want := first.prompts()
	if diff := cmp.Diff(want, second.prompts()); diff != "" {
		t.Errorf("-first +second:\n%s", diff)
	}
	if err := first.Rebuild(t.Context(), func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	first.tended()
	if diff := cmp.Diff(want, first.prompts()); diff != "" {
		t.Errorf("-before +rebuilt:\n%s", diff)
	}
	if version, pending, err := first.TopicStatus(t.Context(), "p"); version != 2 || pending || err != nil {
		t.Errorf("then version %d, pending %t, %v", version, pending, err)
	}
}

func TestTopicsFollowDecisions(t *testing.T) {
	w := newWorld(t)
	for _, subject := range []string{"password", "invoice", "shipping"} {
		w.ask(subject, 0, 20)
	}
	w.tended()
	password, invoice := w.mostly("password"), w.mostly("invoice")
	f := func(d control.TopicDecision, want string) {
		t.Helper()
		w.rules.mu.Lock()
		d.Number = len(w.rules.decided) + 1
		w.rules.decided = append(w.rules.decided, d)
		w.rules.mu.Unlock()
		w.tended()
		if got := w.mostly("password"); got != want {
			t.Errorf("after %+v passwords are in %q, want %q", d, got, want)
		}
		if _, pending, err := w.TopicStatus(t.Context(), "p"); pending || err != nil {
			t.Errorf("pending %t, %v", pending, err)
		}
	}
	f(control.TopicDecision{Decision: topic.Decision{Decided: topic.Merged, Topic: topic.ID(password), Into: topic.ID(invoice)}}, invoice)
	if got := w.mostly("invoice"); got != invoice {
		t.Errorf("invoices are in %q", got)
	}
	f(control.TopicDecision{Undoes: 1}, password)
	f(control.TopicDecision{Decision: topic.Decision{Decided: topic.Ignored, Topic: topic.ID(password)}}, "")
	w.ask("password", 20, 1)
	if turn := w.conversation("password-20").Turns[0]; turn.Nearest == password {
		t.Error("what arrives is close to a topic that is ignored")
	}
	f(control.TopicDecision{Undoes: 3}, password)
	put := w.store.put
	f(control.TopicDecision{Decision: topic.Decision{Decided: topic.Renamed, Topic: topic.ID(password), Name: "logins"}}, password)
	if w.store.put != put {
		t.Errorf("a name had %d conversations derived again", w.store.put-put)
	}
	// What was decided while nothing ran is followed too.
	w.rules.decided = append(w.rules.decided, control.TopicDecision{Number: 6, Decision: topic.Decision{Decided: topic.Merged, Topic: topic.ID(password), Into: topic.ID(invoice)}})
	w.restart()
	w.tended()
	if got := w.mostly("password"); got != invoice {
		t.Errorf("after a restart passwords are in %q, want %q", got, invoice)
	}
}

func TestErasedPromptsLeaveTopics(t *testing.T) {
	w := newWorld(t)
	for _, subject := range []string{"password", "invoice", "shipping"} {
		w.ask(subject, 0, 20)
	}
	w.tended()
	if _, err := w.Erase(t.Context(), store.Erasure{ID: "r", Project: "p", User: "u-password", At: w.clock.now()}); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.tended()
	p, err := w.placingOf(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range p.model.Examples() {
		if strings.HasPrefix(id, "password") {
			t.Fatalf("%s is still an example", id)
		}
	}
	kept, err := w.store.Model(t.Context(), "p", 0)
	if err != nil || kept.Version != 2 || kept.Erasures != 1 {
		t.Errorf("kept is version %d without %d erasures, %v", kept.Version, kept.Erasures, err)
	}
	read := &topic.Model{}
	if err = read.UnmarshalBinary(kept.Bytes); err != nil || len(read.Examples()) != len(p.model.Examples()) {
		t.Errorf("kept are %d examples, %v", len(read.Examples()), err)
	}
}

// TestTopicsComeWhileRunning holds that whoever waits for what is derived gets
// it with its topics, and that a broken-off placing is taken up again.
func TestTopicsComeWhileRunning(t *testing.T) {
	w := newWorld(t)
	stop := w.run()
	for _, subject := range []string{"password", "invoice", "shipping"} {
		w.ask(subject, 0, 20)
	}
	if err := w.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w.mostly("password") == "" {
		t.Error("there are no topics")
	}
	stop()
	state, err := w.store.Model(t.Context(), "p", 1)
	if err != nil || !state.Placed {
		t.Fatal(state, err)
	}
	state.Placed = false
	one := w.conversation("invoice-07").Derived
	one.Turns[0].Topic, one.Turns[0].Nearest = "t99", "t99"
	if err = w.store.PutDerived(t.Context(), store.Derivation{Made: store.Made{Rules: conversation.Version, Definitions: 1}, Derived: []conversation.Derived{one}}); err != nil {
		t.Fatal(err)
	}
	if err = w.store.PutModel(t.Context(), state); err != nil {
		t.Fatal(err)
	}
	w.restart()
	stop = w.run()
	defer stop()
	if err = w.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.conversation("invoice-07").Turns[0].Topic; got == "t99" {
		t.Error("what was not placed stays so")
	}
}

// TestBurstsAreWaitedOut holds that topics are not found amid an import, unless
// it takes long or somebody waits.
func TestBurstsAreWaitedOut(t *testing.T) {
	w := newWorld(t)
	for _, subject := range []string{"password", "invoice"} {
		w.ask(subject, 0, 20)
	}
	f := func(what string, after time.Duration, want bool) {
		t.Helper()
		w.clock.set(after)
		pending, err := w.tendAll(context.WithoutCancel(t.Context()), false)
		if err != nil || pending != want {
			t.Errorf("%s: pending %t, %v", what, pending, err)
		}
	}
	f("at once", 0, true)
	w.topics.hear([]event.Event{{Kind: event.Page}}, w.clock.now())
	f("while there is more to take in", 2*time.Second, true)
	w.topics.hear([]event.Event{{Kind: event.Prompt}}, w.clock.now().Add(20*time.Second))
	f("while prompts are taken in", 25*time.Second, true)
	w.topics.catchUp(false, w.clock.now().Add(4*time.Second))
	f("just after", 29*time.Second, true)
	f("after half a minute", 30*time.Second, false)
}
