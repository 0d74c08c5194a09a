package conversation

// detectSlow sees answers that took Definitions.SlowMS or longer.
func detectSlow(b *builder) {
	for i := range b.turns {
		if latency := b.turns[i].LatencyMS; latency != nil && *latency >= b.rules.SlowMS {
			b.show(i, Evidence{Signal: Slow, Event: b.turns[i].lastResponse()})
		}
	}
}
