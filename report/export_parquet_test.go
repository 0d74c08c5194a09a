package report

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

func openParquet(t *testing.T, text string) *parquet.File {
	t.Helper()
	file, err := parquet.OpenFile(strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// cells reads Parquet into one map a row, absent values left out.
func cells(t *testing.T, file *parquet.File) []map[string]any {
	t.Helper()
	fields := file.Schema().Fields()
	var rows []map[string]any
	for _, group := range file.RowGroups() {
		reader := group.Rows()
		buffer := make([]parquet.Row, 7)
		for {
			n, err := reader.ReadRows(buffer)
			for _, values := range buffer[:n] {
				row := map[string]any{}
				for _, value := range values {
					if !value.IsNull() {
						row[fields[value.Column()].Name()] = goValue(value)
					}
				}
				rows = append(rows, row)
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return rows
}

func goValue(v parquet.Value) any {
	switch v.Kind() {
	case parquet.Boolean:
		return v.Boolean()
	case parquet.Int64:
		return v.Int64()
	case parquet.Double:
		return v.Double()
	default:
		return string(v.ByteArray())
	}
}

func TestExportParquet(t *testing.T) {
	from := sample()
	f := func(what Exported, want ...map[string]any) {
		t.Helper()
		if diff := cmp.Diff(want, cells(t, openParquet(t, written(t, from, what, Parquet)))); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	f(Events, map[string]any{
		"event_id": "e1", "kind": "conversion", "name": "Déjà, vu", "project": "p", "agent_id": "support", "conversation_id": "c1",
		"session_id": "s1", "user_id": "-7", "anonymous_id": "@anon", "account_id": "+acc", "message_id": "=1+1",
		"occurred_at": at(120_000).UnixMicro(), "claimed_at": at(1).UnixMicro(), "received_at": at(999_999).UnixMicro(),
		"text": hard, "rating": 0.75, "rating_raw": "4", "rating_scale_raw": "1..5", "value": -12345678.5, "currency": "EUR",
		"model": "\tm", "version": "2.0", "latency_ms": 1e21, "input_tokens": int64(1 << 60), "output_tokens": int64(0),
		"error": " padded ", "source": "tag", "marks": `["truncated","redacted"]`,
		"properties": `{"big":12345678901234567890,"html":"<a href=\"x\">&","list":[1,null,{"a":"=b"}]}`, "context": `{"locale":"fr"}`,
	}, map[string]any{
		"event_id": "e2", "kind": "page", "name": "page", "project": "p", "occurred_at": at(0).UnixMicro(), "received_at": at(0).UnixMicro(), "source": "tag",
	})
	f(Turns, map[string]any{
		"turn_id": "t1", "prompt_event_id": "e1", "conversation_id": "c1", "agent_id": "support", "user_id": "u", "started_at": at(5).UnixMicro(),
		"prompt": hard, "response": "\r=x", "answered": true, "language": "fr", "topic_id": "t7", "topic_nearest": "t7", "topic_path": `["g3","t7"]`, "dissatisfied": 0.18, "gap": 0.05,
		"signals":  `["slow","handed_off"]`,
		"evidence": `[{"signal":"slow","words":"a, \"b\" <c>"},{"signal":"handed_off","about":"t0"}]`,
		"rating":   0.0, "latency_ms": 0.1, "input_tokens": int64(-3),
	}, map[string]any{
		"turn_id": "t2", "conversation_id": "c1", "agent_id": "", "started_at": at(6).UnixMicro(), "answered": false, "signals": "[]",
	})
	f(ConversationsExport, map[string]any{
		"conversation_id": "c1", "agent_id": "support", "started_at": at(5).UnixMicro(), "ended_at": at(6).UnixMicro(),
		"prompts": int64(2), "responses": int64(1), "outcome": "confirmed", "settled": true, "signals": `["slow"]`, "satisfaction.explicit": 0.5,
		"conversions": int64(1), "value": `[{"currency":"EUR","value":10},{"value":0.5}]`, "opening": hard, "second_user": true,
	}, map[string]any{
		"conversation_id": "c2", "agent_id": "", "started_at": at(7).UnixMicro(), "ended_at": at(7).UnixMicro(), "prompts": int64(0), "responses": int64(0),
		"outcome": "unknown", "settled": false, "signals": "[]", "conversions": int64(0),
	})
	if rows := cells(t, openParquet(t, written(t, &rowsExporter{}, Turns, Parquet))); len(rows) != 0 {
		t.Errorf("no rows became %v", rows)
	}
}

func TestExportParquetSchema(t *testing.T) {
	want := []string{
		"conversation_id STRING", "agent_id STRING", "user_id STRING", "session_id STRING", "account_id STRING", "environment STRING",
		"started_at TIMESTAMP(isAdjustedToUTC=true,unit=MICROS)", "ended_at TIMESTAMP(isAdjustedToUTC=true,unit=MICROS)", "prompts INT(64,true)",
		"responses INT(64,true)", "language STRING", "topic_id STRING", "version STRING", "model STRING", "outcome STRING", "settled BOOLEAN",
		"signals STRING", "satisfaction.explicit DOUBLE", "satisfaction.estimated DOUBLE", "satisfaction.estimated_low DOUBLE",
		"satisfaction.estimated_high DOUBLE", "conversions INT(64,true)", "value STRING", "opening STRING", "second_user BOOLEAN",
	}
	var got []string
	for _, field := range openParquet(t, written(t, sample(), ConversationsExport, Parquet)).Schema().Fields() {
		got = append(got, field.Name()+" "+field.Type().String())
		if !field.Optional() {
			t.Errorf("%s is not optional", field.Name())
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
