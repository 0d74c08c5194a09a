package conversation

// place says what each prompt is about. Small talk is about nothing, but is
// close to something like any other prompt.
func (b *builder) place(about func(id, prompt string) Subject) {
	if about == nil {
		return
	}
	for i := range b.turns {
		t := &b.turns[i]
		if t.PromptEvent == "" {
			continue
		}
		s := about(t.ID, t.Prompt)
		t.Nearest = s.Nearest
		if !t.Has(SmallTalk) {
			t.Topic, t.Theme = s.Topic, s.Theme
		}
	}
}
