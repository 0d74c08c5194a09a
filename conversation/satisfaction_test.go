package conversation

import (
	"slices"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// talk derives a conversation of texts, prompt and answer by turns, eleven seconds
// apart, as it stands an hour after the last.
func talk(texts ...string) Derived {
	var events []event.Event
	for i, one := range texts {
		kind := event.Prompt
		if i%2 == 1 {
			kind = event.Response
		}
		events = append(events, told(11*i, kind, func(e *event.Event) { e.Text = one }))
	}
	return Build(events, DefaultDefinitions(), Neighbours{}, start().Add(time.Duration(len(texts))*time.Minute+time.Hour))
}

// TestDissatisfied holds which of two prompts after the same answer sounds less
// satisfied, in every language that has lists.
func TestDissatisfied(t *testing.T) {
	f := func(question, answer, worse, better string) {
		t.Helper()
		after := func(prompt string) float64 { return *talk(question, answer, prompt, answer).Turns[1].Dissatisfied }
		if w, b := after(worse), after(better); w < b+0.05 {
			t.Errorf("%q %.2f, %q %.2f", worse, w, better, b)
		}
	}
	f("Where do I find my invoices?", "They are under Billing, in the second column.", "No, that is wrong, they are not there", "Great, and where are the receipts?")
	f("Where do I find my invoices?", "They are under Billing, in the second column.", "That doesn't help, something else?", "Perfect, thank you!")
	f("Where do I find my invoices?", "They are under Billing, in the second column.", "This is ridiculous, I want to talk to a human", "Which format do they have?")
	f("Où est-ce que je trouve mes factures ?", "Elles sont sous Facturation, dans la deuxième colonne.", "Non, ce n'est pas ce que je veux, il n'y a rien", "Parfait, et les reçus ?")
	f("Wo finde ich denn meine Rechnungen?", "Sie stehen unter Abrechnung in der zweiten Spalte.", "Nein, da ist nichts, das stimmt nicht", "Super, und wo sind die Quittungen?")
	f("¿Dónde puedo encontrar mis facturas?", "Están en Facturación, en la segunda columna.", "No, eso no es lo que quiero, no hay nada", "Perfecto, ¿y los recibos?")
	f("Onde encontro as minhas faturas?", "Estão em Faturação, na segunda coluna.", "Não, isso não é o que eu quero, não há nada", "Perfeito, e os recibos?")
	f("Dove trovo le mie fatture di marzo?", "Sono sotto Fatturazione, nella seconda colonna.", "No, non è quello che voglio, non c'è niente", "Perfetto, e le ricevute?")
	f("Waar vind ik mijn facturen van maart?", "Ze staan onder Facturering, in de tweede kolom.", "Nee, dat is niet wat ik wil, er staat niets", "Perfect, en waar zijn de bonnetjes?")
	f("請求書はどこにありますか", "請求のページにあります。", "請求書はどこにありますか", "ありがとう！") // without lists: it is asked again
}

func TestGap(t *testing.T) {
	good := talk("Where are my invoices?", "Under Billing, in the second column.", "Great, thanks!", "You are welcome.")
	refuses := talk("Where are my invoices?", "I'm sorry, but I can't help with that.")
	lost := talk("Where are my invoices?", "I couldn't find anything about this.", "Where are my invoices?", "")
	if g := *good.Turns[0].Gap; g > 0.25 {
		t.Errorf("a good answer: %.2f", g)
	}
	if g := *refuses.Turns[0].Gap; g < 0.5 {
		t.Errorf("a refusal: %.2f", g)
	}
	if g := *lost.Turns[0].Gap; g < 0.5 {
		t.Errorf("an answer that does not know, asked again: %.2f", g)
	}
	if g := *lost.Turns[1].Gap; g < 0.7 {
		t.Errorf("an empty answer: %.2f", g)
	}
	if g := good.Turns[1].Gap; g != nil {
		t.Errorf("small talk has a gap: %.2f", *g)
	}
	waiting := Build([]event.Event{told(0, event.Prompt, nil)}, DefaultDefinitions(), Neighbours{}, start().Add(time.Second))
	if g := waiting.Turns[0].Gap; g != nil {
		t.Errorf("an answer may yet come: %.2f", *g)
	}
}

func TestEstimated(t *testing.T) {
	happy := talk("Where are my invoices?", "Under Billing.", "Perfect, I love it, thanks a lot!", "You are welcome.").Conversation
	angry := talk("Where are my invoices?", "Under Billing.", "No, that's wrong, they are not there", "I couldn't find it.", "This is useless", "Sorry.").Conversation
	if *happy.Estimated <= *angry.Estimated {
		t.Errorf("happy %.2f, angry %.2f", *happy.Estimated, *angry.Estimated)
	}
	for _, c := range []Conversation{happy, angry} {
		if *c.EstimatedLow >= *c.Estimated || *c.EstimatedHigh <= *c.Estimated || *c.EstimatedHigh-*c.EstimatedLow < 0.1 {
			t.Errorf("%v in %v to %v", *c.Estimated, *c.EstimatedLow, *c.EstimatedHigh)
		}
	}
	pushes := func(c *Conversation, name string) float64 {
		if i := slices.IndexFunc(c.Reasons, func(r Reason) bool { return r.Cue == name }); i >= 0 {
			return c.Reasons[i].Push
		}
		return 0
	}
	if pushes(&happy, "praised") <= 0 || pushes(&angry, "denied") >= 0 {
		t.Errorf("reasons %+v and %+v", happy.Reasons, angry.Reasons)
	}
	if greeting := talk("Hello there", "Hello!").Conversation; greeting.Estimated != nil || greeting.Reasons != nil {
		t.Errorf("a greeting is estimated: %v", *greeting.Estimated)
	}
}
