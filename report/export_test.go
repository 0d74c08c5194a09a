package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// rowsExporter exports what it holds and keeps what it was asked and how far
// it came.
type rowsExporter struct {
	events        []event.Event
	turns         []conversation.Turn
	conversations []conversation.Conversation
	broken        error // returned after the rows

	asked   store.ExportQuery
	yielded int
}

func (s *rowsExporter) ExportEvents(ctx context.Context, q store.ExportQuery, yield func(event.Event) error) error {
	return yieldAll(ctx, s, q, s.events, yield)
}

func (s *rowsExporter) ExportTurns(ctx context.Context, q store.ExportQuery, yield func(conversation.Turn) error) error {
	return yieldAll(ctx, s, q, s.turns, yield)
}

func (s *rowsExporter) ExportConversations(ctx context.Context, q store.ExportQuery, yield func(conversation.Conversation) error) error {
	return yieldAll(ctx, s, q, s.conversations, yield)
}

func yieldAll[T any](ctx context.Context, s *rowsExporter, q store.ExportQuery, all []T, yield func(T) error) error {
	s.asked = q
	for _, one := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.yielded++
		if err := yield(one); err != nil {
			return err
		}
	}
	return s.broken
}

// hard is a text with everything that a format may stumble over.
const hard = "\"Zoë\", 日本 🙂 a<b>&c\r\nnext\nline\ttab ; 'x' \u2028 "

func at(micro int) time.Time {
	return time.Date(2026, 3, 29, 1, 59, 58, micro*1000, time.UTC)
}

// sample has a full event, turn and conversation, and the barest of each.
func sample() *rowsExporter {
	return &rowsExporter{
		events: []event.Event{
			{
				ID: "e1", Project: "p", Kind: event.Conversion, Name: "Déjà, vu", Source: "tag", Agent: "support", Conversation: "c1",
				Session: "s1", User: "-7", Anonymous: "@anon", Account: "+acc", Message: "=1+1", OccurredAt: at(120_000), ClaimedAt: at(1),
				ReceivedAt: at(999_999), Text: hard, Rating: new(0.75), RatingRaw: "4", RatingScale: "1..5", Value: new(-12345678.5), Currency: "EUR",
				Model: "\tm", Version: "2.0", LatencyMS: new(1e21), InputTokens: new(int64(1 << 60)), OutputTokens: new(int64(0)), Error: " padded ",
				Marks: event.Truncated | event.Redacted,
				Properties: event.Properties{
					{Name: "big", Value: "12345678901234567890"}, {Name: "html", Value: `"<a href=\"x\">&"`}, {Name: "list", Value: `[1,null,{"a":"=b"}]`},
				},
				Context: event.Properties{{Name: "locale", Value: `"fr"`}},
			},
			{ID: "e2", Project: "p", Kind: event.Page, Name: "page", Source: "tag", OccurredAt: at(0), ReceivedAt: at(0)},
		},
		turns: []conversation.Turn{
			{
				ID: "t1", Conversation: "c1", StartedAt: at(5), Dimensions: conversation.Dimensions{Agent: "support", Language: "fr", Topic: "t7", Theme: "g3", User: "u"},
				Nearest: "t7", Dissatisfied: new(0.18), Gap: new(0.05),
				PromptEvent: "e1", Prompt: hard, Response: "\r=x", Answered: true, LatencyMS: new(0.1), InputTokens: new(int64(-3)), Rating: new(0.0),
				Evidence: []conversation.Evidence{{Signal: conversation.Slow, Words: "a, \"b\" <c>"}, {Signal: conversation.HandedOff, About: "t0"}},
			},
			{ID: "t2", Conversation: "c1", StartedAt: at(6)},
		},
		conversations: []conversation.Conversation{
			{
				ID: "c1", Dimensions: conversation.Dimensions{Agent: "support"}, StartedAt: at(5), EndedAt: at(6), Prompts: 2, Responses: 1,
				Outcome: conversation.Confirmed, Settled: true, Signals: []conversation.Signal{conversation.Slow}, Explicit: new(0.5), Conversions: 1,
				Values: []conversation.Money{{Currency: "EUR", Value: 10}, {Value: 0.5}}, Opening: hard, SecondUser: true,
			},
			{ID: "c2", StartedAt: at(7), EndedAt: at(7), Outcome: conversation.Unknown},
		},
	}
}

func written(t *testing.T, from store.Exporter, what Exported, format Format) string {
	t.Helper()
	var b bytes.Buffer
	if err := (Export{What: what, Format: format}).Write(t.Context(), from, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestExportJSONLines(t *testing.T) {
	from := sample()
	readLines(t, written(t, from, Events, JSONLines), []Event{EventRow(&from.events[0]), EventRow(&from.events[1])})
	readLines(t, written(t, from, Turns, JSONLines), []Turn{turnRow(&from.turns[0]), turnRow(&from.turns[1])})
	readLines(t, written(t, from, ConversationsExport, JSONLines), []Conversation{
		conversationRow(&from.conversations[0]), conversationRow(&from.conversations[1]),
	})

	const analysed = `"topic_id":"t7","topic_nearest":"t7","topic_path":["g3","t7"],"signals":`
	if line := written(t, from, Turns, JSONLines); !strings.Contains(line, analysed) || !strings.Contains(line, `"dissatisfied":0.18,"gap":0.05`) {
		t.Errorf("a turn is %s", line)
	}

	const bare = `{"event_id":"e2","kind":"page","name":"page","project":"p","occurred_at":"2026-03-29T01:59:58Z","received_at":"2026-03-29T01:59:58Z","source":"tag"}`
	lines := strings.Split(written(t, from, Events, JSONLines), "\n")
	if len(lines) != 3 || lines[1] != bare || lines[2] != "" {
		t.Errorf("a bare event is %q", lines[1:])
	}
	if !strings.Contains(lines[0], `<a href=\"x\">&`) || !strings.Contains(lines[0], `12345678901234567890`) {
		t.Errorf("properties are not as they were sent: %s", lines[0])
	}
}

func readLines[T any](t *testing.T, text string, want []T) {
	t.Helper()
	var got []T
	for line := range strings.Lines(text) {
		var row T
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		got = append(got, row)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// table reads CSV into one map a row and checks the line ends.
func table(t *testing.T, text string) []map[string]string {
	t.Helper()
	if !strings.HasSuffix(text, "\r\n") {
		t.Error("the last line has no end")
	}
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			if record[i] != "" {
				row[name] = record[i]
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func TestExportCSV(t *testing.T) {
	from := sample()
	f := func(what Exported, want ...map[string]string) {
		t.Helper()
		if diff := cmp.Diff(want, table(t, written(t, from, what, CSV))); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	hardRead := strings.ReplaceAll(hard, "\r\n", "\n") // encoding/csv reads line ends so
	f(Events, map[string]string{
		"event_id": "e1", "kind": "conversion", "name": "Déjà, vu", "project": "p", "agent_id": "support", "conversation_id": "c1",
		"session_id": "s1", "user_id": "'-7", "anonymous_id": "'@anon", "account_id": "'+acc", "message_id": "'=1+1",
		"occurred_at": "2026-03-29T01:59:58.12Z", "claimed_at": "2026-03-29T01:59:58.000001Z", "received_at": "2026-03-29T01:59:58.999999Z",
		"text": hardRead, "rating": "0.75", "rating_raw": "4", "rating_scale_raw": "1..5", "value": "-12345678.5", "currency": "EUR",
		"model": "'\tm", "version": "2.0", "latency_ms": "1000000000000000000000", "input_tokens": "1152921504606846976", "output_tokens": "0",
		"error": " padded ", "source": "tag", "marks": `["truncated","redacted"]`,
		"properties": `{"big":12345678901234567890,"html":"<a href=\"x\">&","list":[1,null,{"a":"=b"}]}`, "context": `{"locale":"fr"}`,
	}, map[string]string{
		"event_id": "e2", "kind": "page", "name": "page", "project": "p", "occurred_at": "2026-03-29T01:59:58Z", "received_at": "2026-03-29T01:59:58Z", "source": "tag",
	})
	f(Turns, map[string]string{
		"turn_id": "t1", "prompt_event_id": "e1", "conversation_id": "c1", "agent_id": "support", "user_id": "u", "started_at": "2026-03-29T01:59:58.000005Z",
		"prompt": hardRead, "response": "'\r=x", "answered": "true", "language": "fr", "topic_id": "t7", "topic_nearest": "t7", "topic_path": `["g3","t7"]`, "dissatisfied": "0.18", "gap": "0.05",
		"signals":  `["slow","handed_off"]`,
		"evidence": `[{"signal":"slow","words":"a, \"b\" <c>"},{"signal":"handed_off","about":"t0"}]`,
		"rating":   "0", "latency_ms": "0.1", "input_tokens": "-3",
	}, map[string]string{
		"turn_id": "t2", "conversation_id": "c1", "started_at": "2026-03-29T01:59:58.000006Z", "answered": "false", "signals": "[]",
	})
	f(ConversationsExport, map[string]string{
		"conversation_id": "c1", "agent_id": "support", "started_at": "2026-03-29T01:59:58.000005Z", "ended_at": "2026-03-29T01:59:58.000006Z",
		"prompts": "2", "responses": "1", "outcome": "confirmed", "settled": "true", "signals": `["slow"]`, "satisfaction.explicit": "0.5",
		"conversions": "1", "value": `[{"currency":"EUR","value":10},{"value":0.5}]`, "opening": hardRead, "second_user": "true",
	}, map[string]string{
		"conversation_id": "c2", "started_at": "2026-03-29T01:59:58.000007Z", "ended_at": "2026-03-29T01:59:58.000007Z", "prompts": "0", "responses": "0",
		"outcome": "unknown", "settled": "false", "signals": "[]", "conversions": "0",
	})
}

func TestExportCSVWithoutRows(t *testing.T) {
	const header = "conversation_id,agent_id,user_id,session_id,account_id,environment,started_at,ended_at,prompts,responses,language,topic_id," +
		"version,model,outcome,settled,signals,satisfaction.explicit,satisfaction.estimated,satisfaction.estimated_low,satisfaction.estimated_high,conversions,value,opening,second_user\r\n"
	if got := written(t, &rowsExporter{}, ConversationsExport, CSV); got != header {
		t.Errorf("got %q", got)
	}
	if got := written(t, &rowsExporter{}, Turns, JSONLines); got != "" {
		t.Errorf("got %q", got)
	}
}

// TestExportCSVKeepsLineEnds reads the bytes, since encoding/csv changes them.
func TestExportCSVKeepsLineEnds(t *testing.T) {
	if got := written(t, sample(), Turns, CSV); !strings.Contains(got, `"`+strings.ReplaceAll(hard, `"`, `""`)+`"`) {
		t.Errorf("the text was changed: %q", got)
	}
}

func TestExportAsksForTheScopeAsGiven(t *testing.T) {
	expr, err := where.Parse(`agent = "support"`)
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("x", 3600)
	f := func(scope Scope, want store.ExportQuery) {
		t.Helper()
		for _, what := range []Exported{Events, Turns, ConversationsExport} {
			from := sample()
			if failed := (Export{Scope: scope, What: what, Format: CSV}).Write(t.Context(), from, io.Discard); failed != nil {
				t.Fatal(failed)
			}
			if where.Print(from.asked.Filter.Where) != where.Print(want.Filter.Where) {
				t.Errorf("asked where %s", where.Print(from.asked.Filter.Where))
			}
			got, rest := from.asked, want
			got.Filter.Where, rest.Filter.Where = nil, nil
			if got != rest || from.yielded != 2 {
				t.Errorf("asked %+v", got)
			}
		}
	}
	f(Scope{Project: "p"}, store.ExportQuery{Project: "p"})
	f(Scope{Project: "p", From: at(1), To: at(2), Zone: zone, Where: expr, Text: "words"},
		store.ExportQuery{Project: "p", From: at(1), To: at(2), Zone: zone, Filter: store.Filter{Where: expr, Text: "words"}})
}

func TestExportRefusesWhatItDoesNotKnow(t *testing.T) {
	f := func(x Export, message string) {
		t.Helper()
		from, b := sample(), bytes.Buffer{}
		err := x.Write(t.Context(), from, &b)
		if !errors.Is(err, store.ErrInvalidQuery) || err.Error() != message {
			t.Errorf("got %v", err)
		}
		if from.yielded > 0 || b.Len() > 0 {
			t.Error("it began nevertheless")
		}
	}
	f(Export{What: "users", Format: CSV}, `invalid query: cannot export "users"; use events, turns or conversations`)
	f(Export{What: Turns, Format: "xlsx"}, `invalid query: no export is written as "xlsx"; use jsonl, csv or parquet`)
	f(Export{What: Turns}, `invalid query: no export is written as ""; use jsonl, csv or parquet`)
}

func TestExportNames(t *testing.T) {
	f := func(what Exported, format Format, name, contentType string) {
		t.Helper()
		if got := (Export{What: what, Format: format}).FileName(); got != name {
			t.Errorf("got %s", got)
		}
		if got := format.ContentType(); got != contentType {
			t.Errorf("got %s", got)
		}
	}
	f(Events, JSONLines, "debrief-events.jsonl", "application/x-ndjson")
	f(Turns, CSV, "debrief-turns.csv", "text/csv; charset=utf-8; header=present")
	f(ConversationsExport, Parquet, "debrief-conversations.parquet", "application/vnd.apache.parquet")
	f(Turns, "xlsx", "debrief-turns.xlsx", "application/octet-stream")
}
