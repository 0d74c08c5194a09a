package text

import "unicode"

// script is a kind of letters.
type script int

const (
	otherScript script = iota
	latin
	cyrillic
	greek
	arabic
	hebrew
	devanagari
	hangul
	kana
	han
	scriptCount
)

func scriptOf(r rune) script {
	switch {
	case r < 0x0250:
		return latin
	case unicode.In(r, unicode.Latin, unicode.Mn):
		return latin
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillic
	case unicode.Is(unicode.Greek, r):
		return greek
	case unicode.Is(unicode.Arabic, r):
		return arabic
	case unicode.Is(unicode.Hebrew, r):
		return hebrew
	case unicode.Is(unicode.Devanagari, r):
		return devanagari
	case unicode.Is(unicode.Hangul, r):
		return hangul
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		return kana
	case unicode.Is(unicode.Han, r):
		return han
	default:
		return otherScript
	}
}

// isTold reports whether several languages are written in the script.
func (s script) isTold() bool { return s == latin || s == cyrillic }

// told are the languages of the script among GramLanguages; none if it decides.
func (s script) told() (from, to int) {
	const cyrillicFrom = GramWidth - 2 - 3
	switch s {
	case latin:
		return 0, cyrillicFrom
	case cyrillic:
		return cyrillicFrom, GramWidth - 2
	default:
		return 0, 0
	}
}

// only is the language that the script decides for.
func (s script) only() string {
	return [scriptCount]string{
		otherScript: Undetermined, latin: Undetermined, cyrillic: Undetermined,
		greek: "el", arabic: "ar", hebrew: "he", devanagari: "hi", hangul: "ko", kana: "ja", han: "zh",
	}[s]
}

// script is what the text is written in. A letter of Chinese or Japanese says
// as much as several of others; a few kana make Japanese of Han.
func (l *languageReader) script() script {
	const densely = 3
	l.scripts[han] += l.scripts[kana]
	if 10*l.scripts[kana] >= l.scripts[han] && l.scripts[kana] > 0 {
		l.scripts[kana] = l.scripts[han]
		l.scripts[han] = 0
	}
	for _, s := range []script{han, kana, hangul} {
		l.scripts[s] *= densely
	}
	best := otherScript
	for s := range scriptCount {
		if l.scripts[s] > l.scripts[best] {
			best = s
		}
	}
	return best
}
