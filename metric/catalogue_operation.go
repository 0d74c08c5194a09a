package metric

import "github.com/debrief-dev/debrief/store"

// latency is a quantile of the time between prompt and answer.
func latency(id, question string, quantile float64, formula string) Definition {
	return Definition{
		ID: id, Question: question, Formula: formula, Denominator: "turns with a known latency",
		Coverage: "share of responses with a known latency", Unit: Milliseconds, Direction: LowerIsBetter, DatedBy: byPrompt,
		Caveat: "`latency_ms` where it was sent, else the time between prompt and response as they arrived.",
		asks:   asks{fact: store.Turns, measure: store.Quantile, column: store.Latency, quantile: quantile},
		covers: &covers{fact: store.Turns, of: store.Has(store.Latency), among: store.Responded},
	}
}

// spent is a sum over the responses that tell.
func spent(id, question, formula string, unit Unit, column store.Column) Definition {
	return Definition{
		ID: id, Question: question, Formula: formula + " over all responses", Denominator: "none: a sum", Coverage: "share of responses that tell",
		Unit: unit, Direction: Neutral, DatedBy: byPrompt,
		Caveat: "A part of what was spent unless coverage is 1; it grows with use.",
		asks:   asks{fact: store.Turns, measure: store.Sum, of: store.Responded, column: column},
		covers: &covers{fact: store.Turns, of: store.Has(column), among: store.Responded},
	}
}

func operation() []Definition {
	return []Definition{
		latency("latency_p50", "How fast is a typical answer?", 0.5, "median latency, by nearest rank"),
		latency("latency_p90", "How slow are the slow answers?", 0.9, "90th percentile of latency, by nearest rank"),
		latency("latency_p99", "How slow are the slowest answers?", 0.99, "99th percentile of latency, by nearest rank"),
		{
			ID: "time_to_first_token_p50", Question: "How soon does a typical answer begin?",
			Formula: "median time to the first token, by nearest rank", Denominator: "turns with a known time to the first token",
			Coverage: "share of responses with a known time to the first token", Unit: Milliseconds, Direction: LowerIsBetter, DatedBy: byPrompt,
			Caveat: "Only where `time_to_first_token_ms` was sent.",
			asks:   asks{fact: store.Turns, measure: store.Quantile, column: store.FirstToken, quantile: 0.5},
			covers: &covers{fact: store.Turns, of: store.Has(store.FirstToken), among: store.Responded},
		},
		{
			ID: "error_rate", Question: "How often does the copilot break?",
			Formula: "turns whose response is an error / turns with a response", Denominator: "turns with a response of any kind", Coverage: "share of prompts that got a response",
			Unit: Share, Direction: LowerIsBetter, DatedBy: byPrompt,
			Caveat: "A response that never came is unanswered, not an error.",
			asks:   asks{fact: store.Turns, measure: store.Rate, of: store.Errored, among: store.Responded},
			covers: &covers{fact: store.Turns, of: store.Responded, among: store.HasPrompt},
		},
		spent("input_tokens", "How much is read to answer?", "sum of `input_tokens`", Number, store.InputTokens),
		spent("output_tokens", "How much is written to answer?", "sum of `output_tokens`", Number, store.OutputTokens),
		spent("cost", "What do the answers cost?", "sum of `cost_usd`", Dollars, store.Cost),
		{
			ID: "source_failure_rate", Question: "Which sources lead to failure?",
			Formula: "failed / settled and not unknown, by source", Denominator: "settled conversations with a known outcome that cite the source",
			Coverage: "share of settled conversations with a known outcome that cite a source",
			Unit:     Share, Direction: LowerIsBetter, DatedBy: byStart,
			Caveat: "A conversation counts for each source that its answers cite, and for none where they cite none: the source was there, not necessarily at fault.",
			asks:   asks{fact: store.Conversations, measure: store.Rate, of: store.IsFailed, among: store.Judged},
			covers: &covers{fact: store.Conversations, of: store.CitesSource, among: store.Judged}, settles: true, split: store.BySource,
		},
	}
}
