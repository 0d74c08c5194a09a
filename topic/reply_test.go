package topic

import "testing"

func TestSays(t *testing.T) {
	t.Parallel()
	f := func(prompt string, want bool) {
		t.Helper()
		if got := Says(prompt); got != want {
			t.Errorf("%q says something: %t, want %t", prompt, got, want)
		}
	}
	for _, reply := range []string{
		"Yes, that works.", "No, not right now.", "That sounds good.", "Yup", "ok great thanks", "Yes, that is correct.", "no, not 12", "",
		"oui, c'est bon merci", "ja, das ist richtig", "sí, gracias",
	} {
		f(reply, false)
	}
	for _, prompt := range []string{
		"Yes, I want to reset my password", "it does not load", "invoice", "what is it?", "12", "我的信用卡丢失了", "die Rechnung bitte", "no, the other restaurant", "ärger",
	} {
		f(prompt, true)
	}
}

// TestRepliesHaveNoTopic holds that replies neither make topics nor are put
// into any.
func TestRepliesHaveNoTopic(t *testing.T) {
	t.Parallel()
	prompts := world(40, "password", "invoice", "shipping")
	m := Fit(prompts, Options{})
	for i := range 30 {
		prompts = append(prompts, Prompt{ID: "yes" + string(rune('a'+i)), Text: []string{"yes, that works", "sounds good", "no, not now"}[i%3]})
	}
	with := Fit(prompts, Options{})
	if len(with.Topics()) != len(m.Topics()) {
		t.Errorf("with replies there are %d topics, without %d", len(with.Topics()), len(m.Topics()))
	}
	if a := with.Assign(Prompt{ID: "x", Text: "yes, that works"}); a.Topic != "" || a.Nearest == "" {
		t.Errorf("a reply is about %+v", a)
	}
}
