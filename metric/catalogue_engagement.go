package metric

import "github.com/debrief-dev/debrief/store"

func engagement() []Definition {
	return []Definition{
		{
			ID: "conversations", Question: "How many conversations were there?",
			Formula: "conversations that began", Denominator: "none: a count", Coverage: "not applicable",
			Unit: Number, Direction: HigherIsBetter, DatedBy: byStart,
			Caveat: "More is not always better: a question asked twice is two.",
			asks:   asks{fact: store.Conversations, measure: store.Count},
		},
		{
			ID: "prompts", Question: "How much is asked?",
			Formula: "prompts", Denominator: "none: a count", Coverage: "not applicable",
			Unit: Number, Direction: Neutral, DatedBy: byPrompt,
			Caveat: "Rephrased questions count each time.",
			asks:   asks{fact: store.Turns, measure: store.Count, of: store.HasPrompt},
		},
		{
			ID: "prompts_per_user", Question: "How much does one person ask?",
			Formula: "prompts / users with a prompt", Denominator: "users with a prompt", Coverage: "share of prompts whose user is known",
			Unit: PerOne, Direction: HigherIsBetter, DatedBy: byPrompt,
			Caveat: "A mean: a few people who ask a lot raise it. top_half_users says how few.",
			asks:   asks{fact: store.Turns, measure: store.PerUser, of: store.HasPrompt},
			covers: &covers{fact: store.Turns, of: store.HasUser, among: store.HasPrompt},
		},
		{
			ID: "turns_per_conversation", Question: "How long are conversations?",
			Formula: "mean number of prompts", Denominator: "conversations with a prompt", Coverage: "share of conversations that have a prompt",
			Unit: PerOne, Direction: Neutral, DatedBy: byStart,
			Caveat: "Long conversations may be good work or a struggle: read it beside success.",
			asks:   asks{fact: store.Conversations, measure: store.Mean, of: store.HasPrompt, column: store.TurnCount},
			covers: &covers{fact: store.Conversations, of: store.HasPrompt},
		},
		{
			ID: "conversation_duration", Question: "How long do conversations last?",
			Formula: "median time from the first event to the last, by nearest rank", Denominator: "conversations with a prompt",
			Coverage: "share of conversations that have a prompt",
			Unit:     Seconds, Direction: Neutral, DatedBy: byStart,
			Caveat: "Ratings, conversions and pauses in between count too: one taken up the day after lasts a day.",
			asks:   asks{fact: store.Conversations, measure: store.Quantile, of: store.HasPrompt, column: store.Duration, quantile: 0.5},
			covers: &covers{fact: store.Conversations, of: store.HasPrompt},
		},
	}
}
