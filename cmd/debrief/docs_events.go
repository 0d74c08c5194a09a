package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/debrief-dev/debrief/collect"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest"
)

// eventsPage writes docs/events.md: what can be sent, and what is made of it.
func eventsPage(b *bytes.Buffer) {
	fmt.Fprint(b, "# Events\n\n"+generated+`What a page, a backend or a file sends. An event is one JSON object:

`+"```json"+`
{"event": "screeb_copilot_user_prompt", "user_id": "u-1", "timestamp": "2026-11-23T10:00:00.123Z",
 "properties": {"prompt": "How do I export?", "conversation_id": "c-1", "session_id": "s-1", "plan": "pro"}}
`+"```"+`

Only `+"`event`"+` and what that event requires are mandatory. `+"`id`"+`, any string, makes a repeat harmless: send it again as it
was, with the same `+"`timestamp`"+` if it had one. A missing time is the time of arrival; items of one request stay in their order.
`+"`anonymous_id`, `account_id` and `context`"+` are understood too. Properties that are not listed here, and whatever else stands beside `+"`event`"+`, are kept as
properties and can be filtered and broken down by.
`)
	copilotEvents(b)
	ratings(b)
	limits(b)
	rejections(b)
	notices(b)
}

func copilotEvents(b *bytes.Buffer) {
	fmt.Fprint(b, `
## The copilot events

| event | rejected without | understood besides |
|---|---|---|
`)
	for _, d := range event.Documentation() {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", d.Name, cell(d.Required), codes(d.Understood))
	}
	acts := make([]string, 0, len(event.Acts()))
	for _, act := range event.Acts() {
		acts = append(acts, string(act))
	}
	fmt.Fprintf(b, "\nThe actions are %s. Every other event is kept as `track`, so that it can be a goal later.\n", codes(acts))
}

func ratings(b *bytes.Buffer) {
	fmt.Fprint(b, `
## Ratings

A rating is a number or a string. Its scale alone decides what it means, and it is normalised to 0 (worst) to 1 (best):

| `+"`rating_scale`"+` | worst | best | note |
|---|---|---|---|
`)
	for _, s := range event.Scales() {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", s.Written, bound(s.Scale.Low), bound(s.Scale.High), cell(s.Note))
	}
	fmt.Fprint(b, "\nWorked out by the code:\n\n| `rating` | `rating_scale` | normalised |\n|---|---|---|\n")
	for _, example := range [][2]string{
		{"1", "1-5"},
		{"4", "1-5"},
		{"4", "5"},
		{"7", "0-10"},
		{"7", "10"},
		{"6", "1-7"},
		{"1", "2"},
		{"2", "2"},
		{"1", "1"},
		{"0", "1"},
		{"3", "csat"},
		{"6", "ces"},
		{"9", "nps"},
		{"up", "thumbs"},
		{"👎", "thumbs"},
		{"yes", "boolean"},
		{"-1", "boolean"},
		{"7", "1-5"},
		{"4", "stars"},
	} {
		fmt.Fprintf(b, "| `%s` | `%s` | %s |\n", example[0], example[1], normalised(example[0], example[1]))
	}
}

func limits(b *bytes.Buffer) {
	fmt.Fprintf(b, `
## Limits

| what | limit |
|---|---|
| name of an event | %d characters of `+"`A-Z a-z 0-9 - _ . / :`"+` and space |
| name of a property | %d characters |
| properties of an event | %d |
| any id | %d characters |
| prompt, answer, comment | %d KiB; what is longer is cut at a character and marked `+"`truncated`"+` |
| events in a request to `+"`/t`"+` | %s |
| items in a request to `+"`/1.0/event`"+` | %d |
`, event.MaxNameLength, event.MaxPropertyName, event.MaxProperties, event.MaxIDLength, event.MaxText>>10, grouped(collect.MaxItems), collect.MaxScreebItems)
}

func rejections(b *bytes.Buffer) {
	fmt.Fprint(b, `
## What is wrong with an item

The answer to a request counts what was accepted and what was there already, and lists every item that was refused with its place,
a code, the property at fault and a sentence. An item reports its first fault, looked for in this order.

| code | meaning | what to do |
|---|---|---|
`)
	for _, c := range event.Codes() {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", c.Code, cell(c.Meaning), cell(c.Mend))
	}
}

func notices(b *bytes.Buffer) {
	fmt.Fprint(b, `
What is accepted may still be worth mending. Inbox health counts it, by key and source, beside what was rejected:

| notice | meaning | what to do |
|---|---|---|
`)
	for _, n := range ingest.Notices() {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", n.Code, cell(n.Meaning), cell(n.Mend))
	}
}

// normalised is what the code makes of a rating.
func normalised(raw, written string) string {
	scale, fault := event.ParseScale(written)
	var value float64
	if fault == nil {
		value, fault = scale.Normalise(raw, written)
	}
	if fault != nil {
		return fmt.Sprintf("`%s`: %s", fault.Code, cell(fault.Message))
	}
	return strings.TrimRight(strings.TrimRight(decimals(value, 4), "0"), ".")
}

func bound(x float64) string { return strings.TrimSuffix(decimals(x, 1), ".0") }

// cell makes a text fit into a table.
func cell(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "|", `\|`), "\n", " ")
}

// codes lists names as code.
func codes(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}
	return strings.Join(quoted, ", ")
}
