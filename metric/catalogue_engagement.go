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
			ID: "retention_rate", Question: "Do people come back?",
			Formula: "new users with a prompt in week k after their first / new users, by week", Denominator: "new users whose week k is over",
			Coverage: "share of new users whose week k is over", Unit: Share, Direction: HigherIsBetter, DatedBy: byFirst,
			Caveat: "A row for every week k: 1 begins seven days after the user's first prompt, to the second. Its conversations are the first ones of those who came back.",
			asks:   asks{fact: store.Returns, measure: store.Rate, of: store.Returned, among: store.Elapsed}, split: store.ByWeek,
			covers: &covers{fact: store.Returns, of: store.Elapsed, split: true},
		},
		{
			ID: "returning_users", Question: "How many people used it again?",
			Formula: "users with a prompt in the period and one before it", Denominator: "none: a count", Coverage: "not applicable",
			Unit: Number, Direction: HigherIsBetter, DatedBy: byPrompt,
			Caveat: "New and returning users make up the active ones. Before means before the interval, where the period is cut into some.",
			asks:   asks{fact: store.Turns, measure: store.Users, of: store.HasPrompt, among: store.IsReturning},
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
