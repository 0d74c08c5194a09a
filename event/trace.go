package event

import "strings"

// A span often does not say which conversation it is of: only another span of
// its trace does, in another request or later. Until that is known, and for
// ever where nobody says, it is of a conversation that is named for the trace.
const tracePrefix = "trace:"

// longestTrace is the longest id of a trace that is repeated in a name.
const longestTrace = MaxIDLength - len(tracePrefix)

// TraceConversation is the name of the conversation of a trace of which no
// conversation is known.
func TraceConversation(trace string) string {
	if longer(trace, longestTrace) {
		trace = hash([]string{trace})
	}
	return tracePrefix + trace
}

// NamesTrace reports whether a conversation is named for a trace.
func NamesTrace(conversation string) bool { return strings.HasPrefix(conversation, tracePrefix) }

// Trace is the id of the trace that an event says it belongs to, "" where it
// says none.
func (e *Event) Trace() string { s, _ := e.Properties.Get("trace_id").Scalar(); return s }

// MoveTo makes an event one of another conversation, with what was derived from
// the name of its own: a session and an anonymous id that nobody sent.
func (e *Event) MoveTo(conversation string) {
	if e.Marks&SessionMissing != 0 && e.Session == e.Conversation {
		e.Session = conversation
	}
	if e.User == "" && e.Anonymous == ConversationUser(e.Project, e.Conversation) {
		e.Anonymous = ConversationUser(e.Project, conversation)
	}
	e.Conversation = conversation
}
