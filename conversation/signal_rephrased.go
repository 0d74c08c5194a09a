package conversation

// detectRephrased sees prompts that say in other words what one of the last
// three said.
func detectRephrased(b *builder) { b.showAgain(Rephrased, false) }
