package conversation

// detectRefused sees answers that say that they may not or will not help.
func detectRefused(b *builder) { b.showAnswers(Refused) }
