package metric

import "github.com/debrief-dev/debrief/store"

// What metrics are dated by.
const (
	byPrompt     = "the prompt"
	byStart      = "the conversation's start"
	byRating     = "the rating"
	byConversion = "the conversion"
)

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
	}
}

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
			ID: "turns_per_conversation", Question: "How long are conversations?",
			Formula: "mean number of prompts", Denominator: "conversations with a prompt", Coverage: "share of conversations that have a prompt",
			Unit: PerOne, Direction: Neutral, DatedBy: byStart,
			Caveat: "Long conversations may be good work or a struggle: read it beside success.",
			asks:   asks{fact: store.Conversations, measure: store.Mean, of: store.HasPrompt, column: store.TurnCount},
			covers: &covers{fact: store.Conversations, of: store.HasPrompt},
		},
	}
}

// outcomeRate is a share of the conversations whose outcome is known.
func outcomeRate(id, question, formula string, of store.Condition, direction Direction) Definition {
	return Definition{
		ID: id, Question: question, Formula: formula + " / settled and not unknown",
		Denominator: "settled conversations with a known outcome", Coverage: "share of conversations that are settled with a known outcome",
		Unit: Share, Direction: direction, DatedBy: byStart,
		Caveat: "Conversations settle some time after their last event; until then the period is provisional.",
		asks:   asks{fact: store.Conversations, measure: store.Rate, of: of, among: store.Judged},
		covers: &covers{fact: store.Conversations, of: store.Judged}, settles: true,
	}
}

func quality() []Definition {
	return []Definition{
		outcomeRate("success_rate", "How often does the copilot help?", "(confirmed + assumed)", store.Succeeded, HigherIsBetter),
		outcomeRate("confirmed_rate", "How often do users show that it helped?", "confirmed", store.IsConfirmed, HigherIsBetter),
		outcomeRate("failure_rate", "How often does it fail?", "failed", store.IsFailed, LowerIsBetter),
		outcomeRate("escalation_rate", "How often does a human have to take over?", "escalated", store.IsEscalated, LowerIsBetter),
		{
			ID: "unanswered_rate", Question: "How often does no answer come?",
			Formula: "prompts without an answer in time, with an empty one, or with an error / prompts", Denominator: "prompts",
			Coverage: "share of turns that have a prompt",
			Unit:     Share, Direction: LowerIsBetter, DatedBy: byPrompt,
			Caveat: "A prompt whose response was never sent to Debrief looks the same as one without an answer.",
			asks:   asks{fact: store.Turns, measure: store.Rate, of: store.IsUnanswered, among: store.HasPrompt},
			covers: &covers{fact: store.Turns, of: store.HasPrompt},
		},
	}
}

func satisfaction() []Definition {
	rated := &covers{fact: store.Conversations, of: store.IsRated, among: store.IsAnswered}
	const coverage = "share of answered conversations that were rated"
	const caveat = "Few users rate, and those who do are not like the others: read it with its coverage."
	return []Definition{
		{
			ID: "positive_rate", Question: "How many ratings are good?",
			Formula: "ratings ≥ 0.75 / ratings", Denominator: "ratings on every scale", Coverage: coverage,
			Unit: Share, Direction: HigherIsBetter, DatedBy: byRating, Caveat: caveat,
			asks:   asks{fact: store.Ratings, measure: store.Rate, of: store.IsPositive},
			covers: rated,
		},
		{
			ID: "csat", Question: "What is the customer satisfaction score?",
			Formula: "ratings of 4 or 5 / ratings on a scale of 1 to 5 (top-2 box)", Denominator: "ratings on a scale of 1 to 5", Coverage: coverage,
			Unit: Share, Direction: HigherIsBetter, DatedBy: byRating, Caveat: caveat,
			asks:   asks{fact: store.Ratings, measure: store.Rate, of: store.IsPositive, among: store.IsFivePoint},
			covers: rated,
		},
		{
			ID: "mean_rating", Question: "How good are ratings on average?",
			Formula: "mean of ratings, each mapped to 0..1 by its scale", Denominator: "ratings on every scale", Coverage: coverage,
			Unit: Rating, Direction: HigherIsBetter, DatedBy: byRating, Caveat: caveat,
			asks:   asks{fact: store.Ratings, measure: store.Mean, column: store.RatingValue},
			covers: rated,
		},
		{
			ID: "response_rate", Question: "How many conversations are rated?",
			Formula: "rated / answered conversations", Denominator: "conversations with an answer", Coverage: "share of conversations that have an answer",
			Unit: Share, Direction: HigherIsBetter, DatedBy: byStart,
			Caveat: "A comment without a rating is not a rating.",
			asks:   asks{fact: store.Conversations, measure: store.Rate, of: store.IsRated, among: store.IsAnswered},
			covers: &covers{fact: store.Conversations, of: store.IsAnswered},
		},
	}
}

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
			covers: &covers{fact: store.Conversions, of: store.HasValue, among: store.IsAttributed}, perCurrency: true,
		},
	}
}

// latency is a quantile of the time between prompt and answer.
func latency(id, question string, quantile float64, formula string) Definition {
	return Definition{
		ID: id, Question: question, Formula: formula, Denominator: "turns with a known latency",
		Coverage: "share of responses with a known latency", Unit: Milliseconds, Direction: LowerIsBetter, DatedBy: byPrompt,
		Caveat: "`latency_ms` where it was sent, else the time between prompt and response as they arrived.",
		asks:   asks{fact: store.Turns, measure: store.Quantile, of: store.HasLatency, column: store.Latency, quantile: quantile},
		covers: &covers{fact: store.Turns, of: store.HasLatency, among: store.Responded},
	}
}

func operation() []Definition {
	return []Definition{
		latency("latency_p50", "How fast is a typical answer?", 0.5, "median latency, by nearest rank"),
		latency("latency_p90", "How slow are the slow answers?", 0.9, "90th percentile of latency, by nearest rank"),
		{
			ID: "error_rate", Question: "How often does the copilot break?",
			Formula: "turns whose response is an error / turns with a response", Denominator: "turns with a response of any kind", Coverage: "share of prompts that got a response",
			Unit: Share, Direction: LowerIsBetter, DatedBy: byPrompt,
			Caveat: "A response that never came is unanswered, not an error.",
			asks:   asks{fact: store.Turns, measure: store.Rate, of: store.Errored, among: store.Responded},
			covers: &covers{fact: store.Turns, of: store.Responded, among: store.HasPrompt},
		},
	}
}
