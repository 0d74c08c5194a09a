package metric

import "github.com/debrief-dev/debrief/store"

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

// examined is the share of some turns that show a signal, of those within its
// reach. While nothing looks for the signal there is neither a value nor
// coverage.
func examined(d Definition, turns string, all, shows, watched store.Condition) Definition {
	d.Formula += " / " + turns + " that were examined"
	d.Denominator, d.Unit, d.DatedBy = turns+" that were examined", Share, byPrompt
	d.Coverage = "share of " + turns + " that were examined: whose language a detector reads; 0 while there is none"
	d.Caveat = "A detector errs both ways; its measured precision and recall bound what a difference can mean."
	d.asks = asks{fact: store.Turns, measure: store.Rate, of: shows, among: watched}
	d.covers = &covers{fact: store.Turns, of: watched, among: all}
	return d
}

// promptRate is the share of prompts that show a signal, answerRate that of
// answers.
func promptRate(id, question, formula, signal string, direction Direction) Definition {
	d := Definition{ID: id, Question: question, Formula: formula, Direction: direction}
	return examined(d, "prompts", store.HasPrompt, store.Shows(signal), store.Watched(signal))
}

func answerRate(id, question, formula, signal string, direction Direction) Definition {
	d := Definition{ID: id, Question: question, Formula: formula, Direction: direction}
	return examined(d, "turns with an answer", store.IsAnswered, store.Shows(signal), store.Watched(signal))
}

// actionRate is the share of answers with which something was done.
func actionRate(id, question, formula, signal string, direction Direction) Definition {
	d := answerRate(id, question, formula, signal, direction)
	d.Formula, d.Denominator = formula+" / turns with an answer", "turns with an answer"
	d.Coverage, d.covers = "share of turns that have an answer", &covers{fact: store.Turns, of: store.IsAnswered}
	d.Caveat = "Only what the page reports as an action is seen; while it reports none at all there is no data."
	d.evidence = evidence{required: true, events: store.IsAction}
	return d
}

func quality() []Definition {
	return []Definition{
		outcomeRate("success_rate", "How often does the copilot help?", "(confirmed + assumed)", store.Succeeded, HigherIsBetter),
		outcomeRate("confirmed_rate", "How often do users show that it helped?", "confirmed", store.IsConfirmed, HigherIsBetter),
		outcomeRate("failure_rate", "How often does it fail?", "failed", store.IsFailed, LowerIsBetter),
		outcomeRate("escalation_rate", "How often does a human have to take over?", "escalated", store.IsEscalated, LowerIsBetter),
		outcomeRate("abandonment_rate", "How often do users give up?", "abandoned", store.IsAbandoned, LowerIsBetter),
		{
			ID: "unanswered_rate", Question: "How often does no answer come?",
			Formula: "prompts without an answer in time, with an empty one, or with an error / prompts", Denominator: "prompts",
			Coverage: "share of turns that have a prompt",
			Unit:     Share, Direction: LowerIsBetter, DatedBy: byPrompt,
			Caveat: "A prompt whose response was never sent to Debrief looks the same as one without an answer.",
			asks:   asks{fact: store.Turns, measure: store.Rate, of: store.Shows("unanswered"), among: store.HasPrompt},
			covers: &covers{fact: store.Turns, of: store.HasPrompt},
		},
		answerRate("refusal_rate", "How often does it refuse to help?", "answers that refuse", "refused", LowerIsBetter),
		answerRate("fallback_rate", "How often does it not know?", "answers that say they do not know", "fallback", LowerIsBetter),
		promptRate("rephrase_rate", "How often must users say it again in other words?", "prompts that rephrase an earlier one", "rephrased", LowerIsBetter),
		promptRate("correction_rate", "How often do users say that it is wrong?", "prompts that correct the answer", "corrected", LowerIsBetter),
		promptRate("frustration_rate", "How often does it make users angry?", "prompts that show frustration", "frustrated", LowerIsBetter),
		promptRate("thanks_rate", "How often do users say thanks?", "prompts that thank", "thanked", HigherIsBetter),
		actionRate("regenerate_rate", "How often do users want another answer?", "turns whose answer was regenerated", "regenerated", LowerIsBetter),
		actionRate("copy_rate", "How often are answers put to use?", "turns whose answer was copied", "copied", HigherIsBetter),
		{
			ID: "estimated_satisfaction", Question: "How satisfied are those who do not rate?",
			Formula: "mean estimated probability that the user was satisfied", Denominator: "conversations with an estimate",
			Coverage: "share of conversations with a prompt that have an estimate: small talk alone has none",
			Unit:     Rating, Direction: HigherIsBetter, DatedBy: byStart,
			Caveat: "Estimated from what is said, not said by users: never mixed with ratings. Its level is that of people who rated other products' dialogues: compare it with the ratings in the report satisfaction.",
			asks:   asks{fact: store.Conversations, measure: store.Mean, of: store.HasPrompt, column: store.Estimated},
			covers: &covers{fact: store.Conversations, of: store.Has(store.Estimated), among: store.HasPrompt},
		},
	}
}
