package demo

import (
	"strconv"

	"github.com/debrief-dev/debrief/event"
)

// Who rates, and how.
const (
	rateSolved   = 0.13
	rateUnsolved = 0.17 // the disappointed say so a little more often
	rateAngry    = 0.34 // what used to work does not any more
	upSolved     = 0.90
	upUnsolved   = 0.14
	upAngry      = 0.05
	comments     = 0.28 // of those who rate
	commentsOnly = 0.006
)

// rate leaves a rating after some conversations, on the scale that was shown.
func (t *talk) rate() {
	if t.environment != "" {
		return
	}
	chance, up := rateUnsolved, upUnsolved
	switch {
	case t.solved:
		chance, up = rateSolved, upSolved
	case t.broken():
		chance, up = rateAngry, upAngry
	}
	if t.yes(commentsOnly) {
		t.comment(nil, t.solved)
		return
	}
	if !t.yes(chance) {
		return
	}
	happy := t.yes(up)
	own := t.rating(happy)
	if t.replied != "" && t.yes(0.8) {
		own = append(own, text("message_id", t.replied))
	}
	if t.yes(comments) {
		t.comment(own, happy)
		return
	}
	t.tell(event.NameSatisfaction, own...)
}

func (t *talk) comment(own []event.Property, happy bool) {
	list := "bad"
	if happy {
		list = "good"
	}
	t.tell(event.NameSatisfaction, append(own, text("comment", t.say(list)))...)
}

// rating writes a verdict on one of the scales in use: thumbs, five points
// (as text, as the tag's documentation does, and as a number) and effort.
func (t *talk) rating(happy bool) []event.Property {
	scale := func(value, scale string) []event.Property {
		return []event.Property{text("rating", value), text("rating_scale", scale)}
	}
	points := func(high, low []float64) int {
		if happy {
			return 1 + t.weighted(high...)
		}
		return 1 + t.weighted(low...)
	}
	switch t.weighted(66, 18, 10, 6) {
	case 0:
		if happy {
			return scale("up", "thumbs")
		}
		return scale("down", "thumbs")
	case 1:
		return scale(strconv.Itoa(points([]float64{0, 0, 4, 38, 58}, []float64{46, 32, 19, 3, 0})), "5")
	case 2:
		value := points([]float64{0, 0, 4, 42, 54}, []float64{42, 34, 21, 3, 0})
		return []event.Property{whole("rating", value), text("rating_scale", "csat")}
	default:
		return scale(strconv.Itoa(points([]float64{0, 0, 0, 3, 12, 40, 45}, []float64{30, 28, 22, 12, 8, 0, 0})), "1-7")
	}
}
