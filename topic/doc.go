// Package topic finds what prompts are about: topics in two levels, themes and
// topics, each with a name from its own words and an identity that outlives
// refits. It knows texts and ids, not events.
//
// [Fit] makes a [Model] of a project's prompts, [Model.Assign] says what a new
// prompt is about, [Model.Grow] makes topics of prompts that none fits, and
// [Decisions] lays what people decided over any model. The same prompts give
// the same model.
package topic

// ID names a topic for as long as the project lives: "t7". A part of a topic,
// which is shown once the topic is split, is "t7.2"; a theme is "g3".
type ID string

// Prompt is a text with its id, by which a later fit knows it again.
type Prompt struct{ ID, Text string }

// Topic is what some prompts are about.
type Topic struct {
	ID      ID
	Theme   ID
	Name    string   // of its own words; no other topic has it
	Terms   []string // what tells it from the others, most telling first: words and pairs of words
	Typical string   // id of the prompt that is closest to all
	Parts   []Part   // what it can be split into; empty if it is of a piece
}

// Part is a part of a topic.
type Part struct {
	ID      ID
	Name    string
	Typical string
}

// Theme is a group of topics.
type Theme struct {
	ID   ID
	Name string
}

// Assignment is what a prompt is about.
type Assignment struct {
	Topic   ID      // Nearest if the prompt fits there; else empty, and it is pooled
	Nearest ID      // the closest topic; empty only if there are none or the prompt holds no word
	Part    ID      // the closest part of Nearest, if that has parts
	Fit     float64 // how close it is to prompts of that topic, up to 1
}
