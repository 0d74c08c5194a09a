package event

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Scale is what a rating was given on. The scale alone decides what a rating
// means, never the ratings seen before, so the same rating always means the
// same.
type Scale struct {
	Low, High float64 // the worst and the best answer
	Words     bool    // also takes up/down, true/false, yes/no, 👍/👎 and -1
}

// NamedScale is one row of the documentation of scales.
type NamedScale struct {
	Written string // what `rating_scale` says
	Scale   Scale
	Note    string
}

// Scales documents how scales are written. Forms with a letter stand for any
// number.
func Scales() []NamedScale {
	return []NamedScale{
		{"1-5", Scale{Low: 1, High: 5}, "`a-b` maps a..b linearly to 0..1"},
		{"0-10", Scale{Low: 0, High: 10}, "`a-b`"},
		{"1-7", Scale{Low: 1, High: 7}, "`a-b`"},
		{"5", Scale{Low: 1, High: 5}, "a single bound `n` means `1-n`"},
		{"2", Scale{Low: 1, High: 2}, "a single bound `n` means `1-n`"},
		{"1", Scale{Low: 0, High: 1}, "but `1` means `0-1`"},
		{"10", Scale{Low: 0, High: 10}, "and `10` means `0-10`"},
		{"csat", Scale{Low: 1, High: 5}, "customer satisfaction"},
		{"ces", Scale{Low: 1, High: 7}, "customer effort"},
		{"nps", Scale{Low: 0, High: 10}, "likely to recommend"},
		{"thumbs", Scale{Low: 0, High: 1, Words: true}, "up/down, true/false, yes/no, 1/0, 1/-1, 👍/👎"},
		{"boolean", Scale{Low: 0, High: 1, Words: true}, "as `thumbs`"},
	}
}

// ParseScale reads `rating_scale`: "a-b", a single bound, or a name.
func ParseScale(written string) (Scale, *Rejection) {
	s := strings.ToLower(strings.TrimSpace(written))
	switch s {
	case "csat":
		return Scale{Low: 1, High: 5}, nil
	case "ces":
		return Scale{Low: 1, High: 7}, nil
	case "nps":
		return Scale{Low: 0, High: 10}, nil
	case "thumbs", "boolean":
		return Scale{Low: 0, High: 1, Words: true}, nil
	}
	if low, high, ok := bounds(s); ok && low < high && !math.IsInf(high-low, 0) {
		return Scale{Low: low, High: high}, nil
	}
	return Scale{}, Reject(UnknownRatingScale, "rating_scale",
		`rating_scale %q is unknown; use "1-5", "0-10", "5", "csat", "ces", "nps", "thumbs" or "boolean"`, clip(written))
}

// ParseAssumed reads a scale that a protocol assumes, which may also begin with
// its best answer: "2-1".
func ParseAssumed(written string) (Scale, *Rejection) {
	scale, fault := ParseScale(written)
	if low, high, ok := bounds(written); fault != nil && ok && low > high && !math.IsInf(low-high, 0) {
		return Scale{Low: low, High: high}, nil
	}
	return scale, fault
}

// bounds reads "a-b" (also with a dash or minus of typography) or a single bound: "n"
// means 1-n, but "1" means 0-1 and "10" means 0-10.
func bounds(s string) (low, high float64, ok bool) {
	s = strings.NewReplacer("–", "-", "—", "-", "−", "-").Replace(s)
	if high, ok = number(s); ok {
		if high == 1 || high == 10 {
			return 0, high, true
		}
		return 1, high, true
	}
	for i := 1; i < len(s); i++ { // from 1, so that a leading minus belongs to the number
		if s[i] != '-' {
			continue
		}
		low, ok = number(s[:i])
		if !ok {
			continue
		}
		high, ok = number(s[i+1:])
		return low, high, ok
	}
	return 0, 0, false
}

func number(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || strings.Trim(s, "+-.e0123456789") != "" {
		return 0, false // keeps out "inf", "nan" and "0x1p4"; "5e0" is a number of JSON
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && !math.IsInf(f, 0)
}

// Normalise maps a raw rating to 0 (worst) .. 1 (best) on its scale.
func (s Scale) Normalise(raw, written string) (float64, *Rejection) {
	r := strings.ToLower(strings.TrimSpace(raw))
	if s.Words {
		switch strings.TrimRight(r, "\ufe0f🏻🏼🏽🏾🏿") {
		case "up", "true", "yes", "👍":
			return 1, nil
		case "down", "false", "no", "👎":
			return 0, nil
		}
	}
	v, ok := number(r)
	if !ok {
		return 0, Reject(InvalidRating, "rating", "rating %q cannot be read on scale %q; send %s", clip(raw), clip(written), s.takes())
	}
	if s.Words && v == -1 {
		return 0, nil
	}
	if v < min(s.Low, s.High) || v > max(s.Low, s.High) {
		return 0, Reject(RatingOutOfRange, "rating", "rating %s is outside rating_scale %q; %s", clip(raw), clip(written), s.fitting(v))
	}
	return (v - s.Low) / (s.High - s.Low), nil
}

// takes says what a rating on the scale looks like.
func (s Scale) takes() string {
	if s.Words {
		return `"up" or "down", true or false, "yes" or "no", 1 or 0, 👍 or 👎`
	}
	return fmt.Sprintf("a number from %g to %g", s.Low, s.High)
}

// fitting names a scale on which the rating lies: the same one from 0, else
// the first of the common ones.
func (s Scale) fitting(v float64) string {
	if v == 0 && s.Low == 1 {
		return fmt.Sprintf(`rating_scale "0-%g" would fit`, s.High)
	}
	if v == -1 {
		return `rating_scale "thumbs" would fit`
	}
	for _, scale := range []struct {
		written   string
		low, high float64
	}{{"1-5", 1, 5}, {"1-7", 1, 7}, {"0-10", 0, 10}, {"0-100", 0, 100}} {
		if v >= scale.low && v <= scale.high {
			return "rating_scale " + strconv.Quote(scale.written) + " would fit"
		}
	}
	return `no common scale has it, send its own bounds as rating_scale "a-b"`
}

// clip keeps messages short whatever was sent.
func clip(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
