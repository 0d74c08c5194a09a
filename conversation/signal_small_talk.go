package conversation

// detectSmallTalk sees prompts of which every word is polite and none asks:
// "hi there", "ok thanks, bye". They need no answer and close nothing.
func detectSmallTalk(b *builder) {
	for i := range b.turns {
		t, found := &b.turns[i], &b.heard[i].prompt
		covered := 0 // words from the first on
		for _, p := range found.Phrases {
			if polite := p.Label == string(SmallTalk) || p.Label == string(Thanked); polite && p.First <= covered {
				covered = max(covered, p.End)
			}
		}
		if found.Words > 0 && covered == found.Words {
			b.show(i, Evidence{Signal: SmallTalk, Event: t.PromptEvent})
		}
	}
}
