package conversation

// detectWantedHuman sees prompts that ask for a human.
func detectWantedHuman(b *builder) { b.showPrompts(WantedHuman, false) }
