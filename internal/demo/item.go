package demo

import (
	"slices"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// stamp is how the tag writes a time.
const stamp = "2006-01-02T15:04:05.000Z"

func text(name, value string) event.Property {
	return event.Property{Name: name, Value: event.TextValue(value)}
}

func whole(name string, value int) event.Property {
	return event.Property{Name: name, Value: event.Value(strconv.Itoa(value))}
}

// money has at most six decimals, without those that are zero.
func money(name string, value float64) event.Property {
	const millionth = 1e6
	value = float64(int64(value*millionth+0.5)) / millionth
	return event.Property{Name: name, Value: event.Value(strconv.FormatFloat(value, 'f', -1, 64))}
}

// send records what happened, under the person's identity at that moment.
// What lies outside the period did not happen. The kind is said where a
// protocol says it (identify, group, page); elsewhere the name decides, and
// kind is empty.
func (p *person) send(at time.Time, kind event.Kind, name string, properties ...event.Property) {
	p.sent++
	if at.Before(p.world.start) || !at.Before(p.world.end) {
		return
	}
	if p.environment != "" {
		properties = append(properties, text("environment", p.environment))
	}
	item := event.Item{
		ID:         event.TextValue(p.code("e", p.sent)),
		Kind:       kind,
		Timestamp:  event.TextValue(at.UTC().Format(stamp)),
		Properties: event.Properties(properties).Sorted(),
		Context:    slices.Clone(p.context),
	}
	if name != "" {
		item.Name = event.TextValue(name)
	}
	if p.anonymous != "" {
		item.Anonymous = event.TextValue(p.anonymous)
	}
	if p.known {
		item.User, item.Account = event.TextValue(p.id), event.TextValue(p.account.id)
	}
	p.world.records = append(p.world.records, record{at: at, item: item, intent: p.topic})
}

// code is an id of this run: the n-th of its kind that this person needs.
// It contains the run, so that two runs with other options never share ids.
func (p *person) code(kind string, n int) string {
	const base = 36
	return kind + "_" + p.world.run + strconv.FormatInt(int64(p.number), base) + "-" + strconv.FormatInt(int64(n), base)
}
