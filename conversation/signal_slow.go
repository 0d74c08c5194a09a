package conversation

// detectSlow sees answers that took Definitions.SlowMS or longer.
func detectSlow(b *builder, turn int) {
	if latency := b.turns[turn].LatencyMS; latency != nil && *latency >= b.rules.SlowMS {
		b.show(turn, Evidence{Signal: Slow})
	}
}
