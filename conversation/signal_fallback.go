package conversation

// detectFallback sees answers that say that they do not know, did not find or
// did not understand.
func detectFallback(b *builder) { b.showAnswers(Fallback) }
