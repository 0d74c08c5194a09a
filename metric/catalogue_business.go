package metric

import "github.com/debrief-dev/debrief/store"

func business() []Definition {
	const association = "Association, not cause: users who convert may ask more."
	return []Definition{
		{
			ID: "conversions", Question: "How many conversions had the copilot in them?",
			Formula: "conversions counted for a conversation: direct, same session, or same user within the window", Denominator: "none: a count",
			Coverage: "share of all conversions that could be counted for a conversation",
			Unit:     Number, Direction: HigherIsBetter, DatedBy: byConversion, Caveat: association,
			asks:   asks{fact: store.Conversions, measure: store.Count, of: store.IsAttributed},
			covers: &covers{fact: store.Conversions, of: store.IsAttributed},
		},
		{
			ID: "conversion_rate", Question: "How many conversations lead to a conversion?",
			Formula: "conversations with a conversion / conversations", Denominator: "conversations", Coverage: "share of conversations that are settled",
			Unit: Share, Direction: HigherIsBetter, DatedBy: byStart, Caveat: association,
			asks:   asks{fact: store.Conversations, measure: store.Rate, of: store.Converted},
			covers: &covers{fact: store.Conversations, of: store.Settled}, settles: true,
		},
		{
			ID: "conversion_value", Question: "What are those conversions worth?",
			Formula: "sum of values, by currency", Denominator: "none: a sum", Coverage: "share of counted conversions that carry a value",
			Unit: Amount, Direction: HigherIsBetter, DatedBy: byConversion, Caveat: "Currencies are never added up. " + association,
			asks:   asks{fact: store.Conversions, measure: store.Sum, of: store.IsAttributed, column: store.ConversionValue},
			covers: &covers{fact: store.Conversions, of: store.Has(store.ConversionValue), among: store.IsAttributed}, split: store.ByCurrency,
		},
		{
			ID: "time_to_convert", Question: "How long does it take from a conversation to the conversion?",
			Formula: "median time from the conversation's start to the conversion, by nearest rank", Denominator: "conversions counted for a conversation",
			Coverage: "share of all conversions that could be counted for a conversation",
			Unit:     Seconds, Direction: Neutral, DatedBy: byConversion,
			Caveat: "The window bounds it: what came later is not counted. " + association,
			asks:   asks{fact: store.Conversions, measure: store.Quantile, of: store.IsAttributed, column: store.Lag, quantile: 0.5},
			covers: &covers{fact: store.Conversions, of: store.IsAttributed},
		},
		{
			ID: "non_user_conversion_rate", Question: "How many of those who do not use the copilot convert?",
			Formula: "users with a conversion / users seen, of those without a prompt in the period", Denominator: "users seen without a prompt in the period",
			Coverage: "not applicable", Unit: Share, Direction: Neutral, DatedBy: "the event",
			Caveat: "Users, not conversations, and only those whose visits or conversions are sent; filters apply as far as they speak of users, accounts and environments. " + association,
			asks:   asks{fact: store.Sightings, measure: store.UserShare, of: store.IsConversion, among: store.HasNotAsked},
		},
	}
}
