package metric

import "github.com/debrief-dev/debrief/store"

func adoption() []Definition {
	return []Definition{
		{
			ID: "active_users", Question: "How many people use the copilot?",
			Formula: "distinct users with a prompt", Denominator: "none: a count", Coverage: "not applicable",
			Unit: Number, Direction: HigherIsBetter, DatedBy: byPrompt,
			Caveat: "An anonymous visitor counts as a user until identified; one person on two devices counts twice.",
			asks:   asks{fact: store.Turns, measure: store.Users, of: store.HasPrompt},
		},
		{
			ID: "adoption_rate", Question: "What share of the users who could, use the copilot?",
			Formula: "identified users with a prompt / identified users seen", Denominator: "identified users with any event in the period",
			Coverage: "share of prompts that came from identified users",
			Unit:     Share, Direction: HigherIsBetter, DatedBy: byPrompt,
			Caveat:      "Filters and breakdowns narrow the users with a prompt, not the users seen. Users whose visits are not sent are not seen.",
			asks:        asks{fact: store.Turns, measure: store.Users, of: store.HasPrompt, among: store.IsIdentified},
			denominator: &asks{fact: store.Sightings, measure: store.Users, of: store.IsIdentified},
			covers:      &covers{fact: store.Turns, of: store.IsIdentified, among: store.HasPrompt},
		},
		{
			ID: "new_users", Question: "How many people used the copilot for the first time?",
			Formula: "users whose first prompt it was", Denominator: "none: a count", Coverage: "not applicable",
			Unit: Number, Direction: HigherIsBetter, DatedBy: byFirst,
			Caveat: "The first of those prompts that the filter selects, of all time: whoever was there before Debrief was is new once.",
			asks:   asks{fact: store.Newcomers, measure: store.Count},
		},
		{
			ID: "stickiness", Question: "On how many days of a week do people come?",
			Formula: "mean daily / weekly active users: days of the week with a prompt / 7, over the weeks of every user", Denominator: "weeks of users with a prompt",
			Coverage: "share of prompts whose user is known", Unit: Share, Direction: HigherIsBetter, DatedBy: byPrompt,
			Caveat: "Only weeks that lie in the period whole, from Monday on; by week or for the whole period.",
			asks:   asks{fact: store.Turns, measure: store.DaysOfWeek, of: store.HasPrompt},
			covers: &covers{fact: store.Turns, of: store.HasUser, among: store.HasPrompt}, wholeWeeks: true,
		},
		{
			ID: "time_to_first_prompt", Question: "How long until people try it?",
			Formula: "median time from a user's first event to the first prompt, by nearest rank", Denominator: "new users who were seen before their first prompt",
			Coverage: "share of new users who were seen before their first prompt", Unit: Seconds, Direction: LowerIsBetter, DatedBy: byFirst,
			Caveat: "Only of those who came to try it; whoever was first seen asking has no such time.",
			asks:   asks{fact: store.Newcomers, measure: store.Quantile, column: store.ToFirstPrompt, quantile: 0.5},
			covers: &covers{fact: store.Newcomers, of: store.Has(store.ToFirstPrompt)},
		},
		{
			ID: "top_half_users", Question: "Does use hang on a few people?",
			Formula: "the fewest users who wrote half of the prompts", Denominator: "none: a count", Coverage: "not applicable",
			Unit: Number, Direction: Neutral, DatedBy: byPrompt,
			Caveat: "Read it beside active users: its n. A change has no verdict.",
			asks:   asks{fact: store.Turns, measure: store.Fewest, of: store.HasPrompt, quantile: 0.5},
		},
	}
}
