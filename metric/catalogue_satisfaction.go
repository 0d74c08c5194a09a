package metric

import "github.com/debrief-dev/debrief/store"

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
