// Package where is the one filter language of Debrief: the same text stands in
// a link, an API call, a flag of the command line, a saved view and an alert
// rule. It is pure: it reads, checks and prints filters; stores evaluate them.
//
//	agent = "support" and rating < 0.5 and prop.plan in ("pro", "team")
//	signal = rephrased and text ~ "export"
//	turn(model = "m-2" and signal = unanswered) or not outcome = confirmed
//
// # Grammar
//
//	filter   = [ or ]                        empty: every conversation
//	or       = and { "or" and }
//	and      = not { "and" not }
//	not      = term | "not" not | [ "turn" ] "(" or ")"
//	term     = field ( operator value | [ "not" ] "in" list | "exists" )
//	list     = "(" value { "," value } ")"
//	field    = name | ( "prop." | "user." | "account." ) ( bare name | string )
//	operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~"
//	value    = string | number | word | "true" | "false" | date | time
//
// A string stands in double quotes, with the escapes \" \\ \n \uXXXX. A number
// is a decimal without exponent. A word (rephrased, confirmed, en) needs no
// quotes. A date is 2026-11-01; a time is RFC 3339, "2026-11-01T10:00:00Z".
// Words of the language (and, or, not, in, exists, turn, true, false) are read
// in any case and printed in lower case. [Fields] lists the fields with their
// type and the operators each takes; [Parse] says where a mistake is and what
// would be right.
//
// # Meaning
//
// A filter selects conversations.
//
//   - A term holds for a conversation if at least one of its turns or events
//     satisfies it. Two terms may be satisfied by different turns; the terms
//     in turn( … ) must all be satisfied by one same turn. turn does not nest
//     and takes no field of [LevelConversation].
//   - A value that is absent satisfies no term, whatever the operator; an
//     empty text is absent, but for a property sent as one. So
//     agent != "a" holds if some turn has an agent and that agent is not "a",
//     while not agent = "a" holds if no turn has the agent "a". field exists
//     holds if some turn or event has a value.
//   - not, and, or combine what holds for the conversation, or, within
//     turn( … ), what holds for the turn.
//   - In turn( … ) a field of [LevelEvent] is that of the turn's own events:
//     its prompt, its responses, and the ratings, comments and actions that
//     name one of their messages.
//   - = and != compare strings exactly, case included; ~ means contains, !~
//     contains not, both without regard to case.
//   - text covers prompts, answers and comments. rating is the normalised
//     value 0..1 of each explicit rating; satisfaction is the conversation's
//     mean of them. Neither is ever an estimate.
//   - started is the start of the conversation. A date is the whole day in
//     the time zone of the question; [Value.Span] says what that means for
//     each operator.
//   - A property (prop.X, user.X, account.X) is named by its key as it was
//     sent; dots are part of the key. The literal decides the comparison: a
//     string with the property's text (a number or a boolean as JSON writes
//     it), a number with the property read as a number (a number, or a string
//     that is one), true and false with a boolean (or the strings true and
//     false). An object or an array satisfies exists only.
//
// # Canonical text
//
// [Expr.String] prints the one canonical text of a tree, with no more
// parentheses than it needs, and parsing that text gives the same tree again:
// views and links can be compared as text.
package where
