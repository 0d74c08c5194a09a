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
			ID: "top_half_users", Question: "Does use hang on a few people?",
			Formula: "the fewest users who wrote half of the prompts", Denominator: "none: a count", Coverage: "not applicable",
			Unit: Number, Direction: Neutral, DatedBy: byPrompt,
			Caveat: "Read it beside active users: its n. A change has no verdict.",
			asks:   asks{fact: store.Turns, measure: store.Fewest, of: store.HasPrompt, quantile: 0.5},
		},
	}
}
