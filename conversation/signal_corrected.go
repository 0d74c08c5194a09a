package conversation

// detectCorrected sees prompts that say that the answer before them is wrong.
func detectCorrected(b *builder) { b.showPrompts(Corrected, true) }
