package demo

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fill replaces every {slot} of a text that the language knows. A slot keeps
// its value within a conversation, so that answers speak of what was asked.
func (t *talk) fill(text string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		values := t.words.slots[name]
		if !closed || len(values) == 0 {
			b.WriteByte('{')
			text = rest
			continue
		}
		value, chosen := t.slots[name]
		if !chosen {
			value = pick(t.chance, values)
			t.slots[name] = value
		}
		b.WriteString(value)
		text = after
	}
}

// say fills in one of a list's phrases.
func (t *talk) say(list string) string { return t.fill(pick(t.chance, t.words.lists[list])) }

// How people type.
const (
	politeShare = 0.12
	casualShare = 0.25
	typoShare   = 0.06
)

// typed is a question as a person types it: at times after a greeting, at
// times in a hurry.
func (t *talk) typed(question string) string {
	s := t.fill(question)
	switch {
	case t.yes(politeShare):
		s = t.say("polite") + t.lower(s)
	case t.yes(casualShare):
		s = strings.TrimSuffix(strings.TrimRight(t.lower(s), " ?."), " ")
		s = strings.TrimPrefix(s, "¿")
	}
	if t.yes(typoShare) {
		s = t.typo(s)
	}
	return s
}

// lower starts a text with a small letter, where that leaves it correct.
// German texts only lose it before question words: the others may be nouns.
func (t *talk) lower(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[size:])
	if t.lang == "de" && first != 'W' || !unicode.IsLower(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}

// typo swaps two neighbouring letters of one longer word, never in an address,
// a number or a name of a channel.
func (t *talk) typo(s string) string {
	const longEnough = 6
	words := strings.Split(s, " ")
	i := t.IntN(len(words))
	letters := []rune(words[i])
	if len(letters) < longEnough || strings.ContainsAny(words[i], "@#*`/0123456789\n") {
		return s
	}
	at := 1 + t.IntN(len(letters)-longEnough+2)
	letters[at], letters[at+1] = letters[at+1], letters[at]
	words[i] = string(letters)
	return strings.Join(words, " ")
}
