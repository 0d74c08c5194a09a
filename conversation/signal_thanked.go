package conversation

// detectThanked sees thanks for an answer. Thanks before there is one come
// with a request, in advance.
func detectThanked(b *builder) { b.showPrompts(Thanked, true) }
