package conversation

// cue is one of the numbers by which satisfaction is estimated. Most count what
// was said; of one that only tells yes or no, 1 is yes.
type cue int

// The cues, in the order of weights/turns.tsv. Those of a prompt are how it
// sounds (see lexicon/tones.*.txt), what it signals and how it is written.
const (
	praised cue = iota // counts, as the following seven
	agreed
	lukewarm
	denied
	disliked
	other
	hedged
	excused
	deniedFirst // begins by denying
	deniedPraise
	declined // begins by denying, where more help was offered
	corrected
	frustrated
	thanked
	wantedHuman
	smallTalk
	asked      // has a question mark
	exclaimed  // logarithm of exclamation marks
	promptSize // logarithm of words
	brief      // of three words or fewer
	shouted    // in capital letters
	repeated   // says one of the last three prompts again
	overlaps   // share of words in common with the closest of them
	echoes     // share of words in common with the answer before it

	// Those of the last answer before the prompt.
	regretted // counts, as the following four
	negative
	finished
	offered
	proposed
	refused
	fellBack
	failed // is empty or an error
	askedBack
	answerSize // logarithm of words
	repeats    // share of words in common with the closest of the three answers before it
	regenerated
	stopped
	copied
	handedOff

	// Those of everything before: what lies further back counts less.
	wasPraised
	wasDenied
	wasDisliked
	wasCorrected
	wasThanked
	wasExclaimed
	wasRegretted
	wasNegative
	wasRefused
	wasFellBack

	// Those of the prompt's place.
	opening // the first prompt
	place   // logarithm of the prompts before it
	ignored // no answer came since the prompt before it
	unasked // no answer came at all yet

	cueCount
)

// cues are those of one prompt and what preceded it.
type cues [cueCount]float64

// firstAnswerCue, firstPastCue and firstPlaceCue are where each kind begins.
const (
	firstAnswerCue = regretted
	firstPastCue   = wasPraised
)

// Cues names the cues, in order.
func Cues() []string {
	return append(append(promptTones(),
		"denied_first", "denied_praise", "declined", "corrected", "frustrated", "thanked", "escalated", "small_talk",
		"asked", "exclaimed", "prompt_size", "brief", "shouted", "repeated", "overlaps", "echoes"),
		append(answerTones(),
			"refused", "fallback", "failed", "asked_back", "answer_size", "repeats", "regenerated", "stopped", "copied", "handed_off",
			"was_praised", "was_denied", "was_disliked", "was_corrected", "was_thanked", "was_exclaimed", "was_regretted", "was_negative", "was_refused", "was_fallback",
			"opening", "place", "ignored", "unasked")...)
}

// promptTones are the cues that lists of phrases tell of a prompt, in the order
// of the cues.
func promptTones() []string {
	return []string{"praised", "agreed", "lukewarm", "denied", "disliked", "other", "hedged", "excused"}
}

// answerTones are those of an answer.
func answerTones() []string {
	return []string{"regretted", "negative", "finished", "offered", "proposed"}
}

// past pairs the cues that leave a trace with their trace.
func past() [][2]cue {
	return [][2]cue{
		{praised, wasPraised},
		{denied, wasDenied},
		{disliked, wasDisliked},
		{corrected, wasCorrected},
		{thanked, wasThanked},
		{exclaimed, wasExclaimed},
		{regretted, wasRegretted},
		{negative, wasNegative},
		{refused, wasRefused},
		{fellBack, wasFellBack},
	}
}
