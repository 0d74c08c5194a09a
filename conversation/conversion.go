package conversation

import (
	"slices"
	"strings"
	"time"
)

// Attribution is how a conversion was tied to a conversation.
type Attribution string

// The attributions, in the order in which they are tried.
const (
	Direct  Attribution = "direct"  // the conversion names the conversation
	Session Attribution = "session" // same session, after the conversation began
	Window  Attribution = "window"  // same user, within Definitions.Window after the conversation
	None    Attribution = "none"    // the copilot had no part in it that can be seen
)

// Conversion is one conversion event and the conversation it is attributed to.
type Conversion struct {
	Event        string
	Project      string
	At           time.Time
	Name         string
	Value        *float64
	Currency     string
	By           Attribution
	Conversation string // last touch; empty for None
	FirstTouch   string // the first conversation that could claim it; empty for None
	LagSeconds   *float64
	Dimensions   // of the conversation; for None only the user's
}

// countedWindow is how long after a conversation a conversion of the window
// still counts in the conversation's own figures, however wide the window is.
const countedWindow = 24 * time.Hour

// counted are the conversions that count in the conversation's own figures:
// direct ones, those of its session, and those of the window within 24 h.
func (b *builder) counted(attributed []Conversion) []Conversion {
	until := b.events[len(b.events)-1].OccurredAt.Add(countedWindow)
	return slices.DeleteFunc(slices.Clone(attributed), func(c Conversion) bool {
		return c.By == Window && c.At.After(until)
	})
}

// sums adds the values of conversions up by currency. Values are summed in
// order of time, so that the same conversions give the same sum.
func sums(conversions []Conversion) []Money {
	byCurrency := make(map[string]float64)
	for i := range conversions {
		if value := conversions[i].Value; value != nil {
			byCurrency[conversions[i].Currency] += *value
		}
	}
	var all []Money
	for currency, value := range byCurrency {
		all = append(all, Money{Currency: currency, Value: value})
	}
	slices.SortFunc(all, func(a, b Money) int { return strings.Compare(a.Currency, b.Currency) })
	return all
}
