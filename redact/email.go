package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// email takes the address whose @ ends before domain and begins at i, and
// returns where to read on.
func (s *scan) email(i, domain int) int {
	if !s.rules.Has(Email) {
		return domain
	}
	start := s.localStart(i)
	if start == i {
		return domain
	}
	end := domainEnd(s.text, domain)
	if end == 0 {
		return domain
	}
	return s.take(Email, start, end)
}

// localStart walks back from i over what may stand before the @. Of letters
// beyond ASCII it takes those of alphabets written with spaces between words:
// a Chinese sentence before an address is not part of it.
func (s *scan) localStart(i int) int {
	start := i
	for start > s.floor {
		c := s.text[start-1]
		if c == '%' && strings.HasPrefix(s.text[start:], "40") {
			break // Another address's @; also what keeps the walk linear.
		}
		if isLocal(c) {
			start--
			continue
		}
		if c < utf8.RuneSelf {
			break
		}
		r, width := utf8.DecodeLastRuneInString(s.text[s.floor:start])
		if !isAlphabetic(r) {
			break
		}
		start -= width
	}
	for start < i && (s.text[start] == '.' || s.text[start] == '\'') {
		start++
	}
	return start
}

func isLocal(c byte) bool {
	switch c {
	case '.', '_', '%', '+', '-', '\'':
		return true
	default:
		return isAlnum(c)
	}
}

func isAlphabetic(r rune) bool {
	return unicode.IsLetter(r) && unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}

// domainEnd returns the end of the longest host name at i whose last label can
// be a top-level domain, or 0.
func domainEnd(text string, i int) int {
	end := 0
	for labels := 0; ; labels++ {
		stop, letters := label(text, i)
		if stop == i {
			return end
		}
		if labels > 0 && letters > i && !isFileName(text[i:letters]) {
			end = letters
		}
		if stop+1 >= len(text) || text[stop] != '.' {
			return end
		}
		i = stop + 1
	}
}

// label reads one part of a host name at i: where it stops, and where its
// leading letters stop if they can be a top-level domain (else i).
func label(text string, i int) (stop, letters int) {
	stop, letters = i, i
	count, lettersOnly := 0, true
	for stop < len(text) {
		c := text[stop]
		width := 1
		switch {
		case isLetter(c):
		case isDigit(c), c == '-':
			lettersOnly = false
		case c >= utf8.RuneSelf:
			var r rune
			r, width = utf8.DecodeRuneInString(text[stop:])
			if !isAlphabetic(r) {
				width = 0
			}
		default:
			width = 0
		}
		if width == 0 {
			break
		}
		stop += width
		if lettersOnly {
			letters = stop
			count++
		}
	}
	if strings.HasPrefix(text[i:stop], "xn--") {
		return stop, stop
	}
	if count < 2 {
		letters = i
	}
	return stop, letters
}

// isFileName tells icon@2x.png from an address.
func isFileName(ending string) bool {
	switch strings.ToLower(ending) {
	case "png", "jpg", "jpeg", "gif", "svg", "webp":
		return true
	default:
		return false
	}
}
