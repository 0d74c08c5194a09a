package collect

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

func fileStart() time.Time { return time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) }

// told reads a whole file and tells each event and fault in a line.
func told(t *testing.T, o FileOptions, content string) []string {
	t.Helper()
	lines, err := tell(o, strings.NewReader(content))
	if err != nil {
		t.Fatalf("%v after %q", err, lines)
	}
	return lines
}

func tell(o FileOptions, r io.Reader) ([]string, error) {
	if o.Start.IsZero() {
		o.Start = fileStart()
	}
	f, err := OpenFile(r, o)
	if err != nil {
		return nil, err
	}
	var lines []string
	for {
		record, err := f.Next()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return lines, err
		}
		events, _, refused := Batch{Entries: record.Entries}.Normalize(arrival())
		for _, e := range events {
			lines = append(lines, line(e))
		}
		for _, r := range refused {
			lines = append(lines, fmt.Sprintf("%s: %s %s: %s", record.Place, r.Code, r.Field, r.Message))
		}
	}
}

// line is an event in short: seconds after the start, kind, conversation,
// user, text, and what else it says.
func line(e event.Event) string {
	mark := ""
	if e.Marks&event.TimeInferred != 0 {
		mark = "~"
	}
	parts := []string{mark + e.OccurredAt.Sub(fileStart()).String(), string(e.Kind), e.Conversation}
	if e.User != "" {
		parts = append(parts, "by "+e.User)
	}
	if e.Text != "" {
		parts = append(parts, "'"+e.Text+"'")
	}
	if e.RatingRaw != "" {
		parts = append(parts, "rated "+e.RatingRaw+" of "+e.RatingScale)
	}
	if e.Model != "" {
		parts = append(parts, "model "+e.Model)
	}
	if e.LatencyMS != nil {
		parts = append(parts, fmt.Sprintf("in %v ms", *e.LatencyMS))
	}
	if e.Message != "" {
		parts = append(parts, "message "+e.Message)
	}
	if len(e.Properties) > 0 {
		parts = append(parts, string(e.Properties.AppendJSON(nil)))
	}
	return strings.Join(parts, " ")
}

func ids(t *testing.T, content string) []string {
	t.Helper()
	f, err := OpenFile(strings.NewReader(content), FileOptions{Start: fileStart()})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for {
		record, err := f.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range record.Entries {
			id, _ := entry.Item.ID.Text()
			all = append(all, id)
		}
	}
}

const (
	openAIFile = `{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}
not json
{"messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"x"}}]},` +
		`{"role":"assistant","content":null,"tool_calls":[{"id":"call-1","type":"function","function":{"name":"look","arguments":"{\"a\":1}"}}]},` +
		`{"role":"tool","tool_call_id":"call-1","content":"a cat"},{"role":"assistant","content":"A cat"}],` +
		`"metadata":{"conversation_id":"c-2","user_id":"u-1","plan":"pro","rating":1,"rating_scale":"thumbs"},"created":1793491200,"model":"m-1"}
{"messages":[{"role":"wizard","content":"x"}]}
`
	shareGPTFile = `[
 {"id":"s-1","conversations":[{"from":"human","value":"How, {now} [so]?"},{"from":"gpt","value":"Like \"this\"\\"}]},
 {"id":"s-2","conversations":[{"from":"gpt","value":"Alone"}]}, 7,
 {"id":"s-3","conversations":[]}
]`
	chatGPTFile = `[{"title":"Cats","create_time":1793491200.5,"mapping":{
 "r":{"id":"r","message":null,"parent":null,"children":["u1"]},
 "u1":{"id":"u1","message":{"author":{"role":"user"},"create_time":1793491201.25,"content":{"content_type":"text","parts":["Tell me"]}},"parent":"r","children":["a1","a2"]},
 "a1":{"id":"a1","message":{"author":{"role":"assistant"},"create_time":1793491203,"content":{"content_type":"text","parts":["First"]},"metadata":{"model_slug":"m-4"}},"parent":"u1","children":[]},
 "a2":{"id":"a2","message":{"author":{"role":"assistant"},"create_time":1793491209,"content":{"content_type":"text","parts":["Second"]},"recipient":"all"},"parent":"u1","children":["u2","u3"]},
 "u2":{"id":"u2","message":{"author":{"role":"user"},"create_time":1793491220,"content":{"content_type":"text","parts":["Edited away"]}},"parent":"a2","children":[]},
 "u3":{"id":"u3","message":{"author":{"role":"user"},"create_time":1793491230,"content":{"content_type":"multimodal_text","parts":[{"content_type":"image_asset_pointer"},"And this?"]}},"parent":"a2","children":["t1"]},
 "t1":{"id":"t1","message":{"author":{"role":"assistant"},"create_time":null,"content":{"content_type":"code","text":"search(1)"},"recipient":"web"},"parent":"u3","children":["a3"]},
 "a3":{"id":"a3","message":{"author":{"role":"assistant"},"create_time":1793491240,"content":{"content_type":"text","parts":["That"]},"recipient":"all"},"parent":"t1","children":[]}
},"current_node":"a3","conversation_id":"g-1","default_model_slug":"m-5"},
{"title":"Empty","mapping":{},"current_node":null,"conversation_id":"g-2"}]`
	longCSV = "Thread ID;Role;Message;Created At;Plan\n" +
		"t-1;user;\"Hello;\nthere\";2026-11-01 10:00;pro\nt-1;assistant;Hi \"\"you\"\";2026-11-01 10:00:02;pro\nt-2;user;Yes;;free\nt-2;nobody;x;;\n"
	wideCSV = "\ufeffquestion,answer,csat,latency_ms,user,note\nHow?,So.,5,1200,u-1,\n\"Why, though?\",,,,u-2,first\nHow?,So.,5,1200,u-1,\n,,,,,\n"
)

func TestFiles(t *testing.T) {
	t.Parallel()
	f := func(format Format, content string, want ...string) {
		t.Helper()
		file, err := OpenFile(strings.NewReader(content), FileOptions{Start: fileStart()})
		if err != nil || file.Format() != format {
			t.Errorf("%.60q: found %v, error %v; want %s", content, file, err, format)
			return
		}
		if diff := cmp.Diff(want, told(t, FileOptions{}, content)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
	f(NativeLines, "")
	f(NativeLines, "nonsense {\n{\"event\":\"a\",\"timestamp\":\"2026-11-01T00:00:01Z\"}\n\n{}\n[]\n",
		"line 1: invalid_item : the line is not a JSON object: it is not JSON, at byte 2: invalid character 'o' in literal null (expecting 'u')", "1s track ", "line 4: missing_field event: event is required", "line 5: invalid_item : an item must be a JSON object")
	f(NativeLines, `{"event":"user_prompt","time_inferred":true,"timestamp":"2026-11-01","properties":{"prompt":"x","conversation_id":"c"}}`, "~0s prompt c 'x'")
	f(OpenAI, openAIFile,
		"~0s prompt imp-QAZET7D3RVAS2OA4AN7LV4QVQGVMHZZE 'Hi'",
		"~10s response imp-QAZET7D3RVAS2OA4AN7LV4QVQGVMHZZE 'Hello'",
		"line 2: invalid_item : it is not JSON that can be read",
		`~0s prompt c-2 by u-1 'What is it?' {"attachments":"image_url","plan":"pro"}`,
		`~10s tool c-2 by u-1 message call-1 {"arguments":"{\"a\":1}","result":"a cat","tool":"look"}`,
		`~20s response c-2 by u-1 'A cat' model m-1 {"plan":"pro"}`,
		"~30s satisfaction c-2 by u-1 rated 1 of thumbs",
		`line 4: unknown_type role: role "wizard" is unknown; use user, assistant, system or tool`)
	f(OpenAI, `{"conversation_id":"c","conversation":[{"role":"user","content":"a","timestamp":"2026-11-01T00:01:00Z"},{"role":"assistant","content":[{"type":"refusal","refusal":"No."}]}]}`,
		"1m0s prompt c 'a'", "~1m0.001s response c 'No.'")
	f(OpenAI, "{\n \"id\": \"c\",\n \"messages\": [\n {\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]},\n {\"role\":\"assistant\",\"function_call\":{\"name\":\"f\"}}]}\n{\"messages\":[]}",
		`~0s prompt c '[input_audio]' {"attachments":"input_audio"}`, `~10s tool c {"tool":"f"}`,
		"record 2: missing_field messages: it holds no message of a user or an assistant")
	f(ShareGPT, shareGPTFile,
		"~0s prompt s-1 'How, {now} [so]?'", `~10s response s-1 'Like "this"\'`,
		"~1ms response s-2 'Alone'",
		"record 3: invalid_item : a conversation must be a JSON object",
		"record 4: missing_field messages: it holds no message of a user or an assistant")
	f(ChatGPT, chatGPTFile,
		`1.25s prompt g-1 'Tell me' message u1 {"title":"Cats"}`,
		`3s response g-1 'First' model m-4 message a1 {"reply_to":"u1","title":"Cats"}`,
		`9s action g-1 message a1 {"action":"regenerated"}`,
		`9s response g-1 'Second' model m-5 message a2 {"reply_to":"u1","title":"Cats"}`,
		`30s prompt g-1 'And this?' message u3 {"attachments":"image_asset_pointer","title":"Cats"}`,
		`~30.001s tool g-1 message t1 {"arguments":"search(1)","tool":"web"}`,
		`40s response g-1 'That' model m-5 message a3 {"reply_to":"u3","title":"Cats"}`,
		"record 2: missing_field messages: it holds no message of a user or an assistant")
	f(ChatGPT, `[{"id":"g","mapping":{"a":{"parent":"b","children":[],"message":{"author":{"role":"user"}}},"b":{"parent":"a","children":["a"]}},"current_node":"x"}]`,
		"record 1: invalid_item mapping: the messages form a circle")
}

func TestTables(t *testing.T) {
	t.Parallel()
	f := func(o FileOptions, content string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, told(t, o, content)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", content, diff)
		}
	}
	paris := time.FixedZone("UTC+1", 3600)
	f(FileOptions{Zone: paris}, longCSV,
		"9h0m0s prompt t-1 'Hello;\nthere' {\"Plan\":\"pro\"}",
		`line 4: invalid_item : line 4, column 18: bare " in non-quoted-field; put the cell in quotes and double those in it`,
		`~0s prompt t-2 'Yes' {"Plan":"free"}`,
		`line 6: unknown_type role: role "nobody" is unknown; use user, assistant, system or tool`)
	row := []string{
		"~0s prompt imp-VIIUIXV5H2YJRGKQ5UILYJ3E2CBIDOFS by u-1 'How?'",
		"~1ms response imp-VIIUIXV5H2YJRGKQ5UILYJ3E2CBIDOFS by u-1 'So.' in 1200 ms",
		"~2ms satisfaction imp-VIIUIXV5H2YJRGKQ5UILYJ3E2CBIDOFS by u-1 rated 5 of csat",
		`~4ms prompt imp-2TFOXEBGYFO2QZENFAGMOZU5JQXASJ2D by u-2 'Why, though?' {"note":"first"}`,
		"~8ms prompt imp-J73CSHP2YHTTEC2T3E6XIHEFBIMBYNAC by u-1 'How?'",
		"~9ms response imp-J73CSHP2YHTTEC2T3E6XIHEFBIMBYNAC by u-1 'So.' in 1200 ms",
		"~10ms satisfaction imp-J73CSHP2YHTTEC2T3E6XIHEFBIMBYNAC by u-1 rated 5 of csat",
		"line 5: missing_field prompt: the row has neither a prompt nor a response",
	}
	f(FileOptions{}, wideCSV, row...)
	f(FileOptions{Partial: true}, wideCSV, row[:7]...)
	f(FileOptions{}, "prompt\tresponse\tdate\tlatency\ts\"ize\nA \"b\" c\t\\N\t2026-11-01\t500\t007\n",
		`0s prompt imp-2AA5REDEZCSK2N2TDFQ7ZJYU7TDMEUT5 'A "b" c' {"s\"ize":"007"}`, `~500ms response imp-2AA5REDEZCSK2N2TDFQ7ZJYU7TDMEUT5 '\N' in 500 ms {"s\"ize":"007"}`)
	f(FileOptions{}, "user|assistant|conversation\nHi|Ho|c\n", "~0s prompt c 'Hi'", "~1ms response c 'Ho'")
	f(FileOptions{}, "id,thread,sender,text\n1,c,user,caf\xe9 \x80\n2,c,bot,caf\u00e9\n3,c,system,x\n,c,tool,y\n4,,user,z\n",
		"~0s prompt c 'café €' message 1", "~4ms response c 'café' message 2", `~12ms tool c {"arguments":"y","tool":"tool"}`,
		"line 6: missing_field conversation_id: conversation_id is required")
	f(FileOptions{Columns: map[string]string{"Q": "prompt", "Secret": "-", "Tier": "plan"}, Set: map[string]string{"agent_id": "a", "plan": "free", "user_id": "u", "version": "2", "rating_scale": "1-5"}},
		"Q,answer,Secret,Tier,stars\nWhat,So,x,pro,4\nWho,,y,,\n",
		`~0s prompt imp-22BSKDTOKV62SKYCUEWLXEFV4LDI3A3K by u 'What' {"plan":"pro"}`,
		`~1ms response imp-22BSKDTOKV62SKYCUEWLXEFV4LDI3A3K by u 'So' {"plan":"pro"}`,
		`~2ms satisfaction imp-22BSKDTOKV62SKYCUEWLXEFV4LDI3A3K by u rated 4 of 1-5 {"plan":"free"}`,
		`~4ms prompt imp-5JXZQMFPPPYJ6PYHHA326NEURRPHOAFD by u 'Who' {"plan":"free"}`)
	f(FileOptions{}, "prompt,time\na,yesterday\n\"b,2026-11-01\nc,2026-11-01\n",
		`line 2: invalid_timestamp timestamp: timestamp "yesterday" cannot be read; send RFC 3339, as in 2026-11-23T10:00:00.123Z`,
		"line 3: invalid_item : a quote in the row that begins in line 3 is not closed, or is followed by more than the end of its cell",
		"0s prompt imp-ZRNMTSK2JCRW5BKH5WFM7BHNQSGYABL4 'c'")
}

func TestUnknownFiles(t *testing.T) {
	t.Parallel()
	f := func(o FileOptions, content, want string) {
		t.Helper()
		_, err := tell(o, strings.NewReader(content))
		if err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, ErrUnknownFormat) && !errors.Is(err, ErrUnreadable) {
			t.Errorf("%.60q: error %v, want %q", content, err, want)
		}
	}
	f(FileOptions{}, `{"a":1,"b":{"messages":[]}}`, `JSON whose first object has "a", "b". Understood are`)
	f(FileOptions{}, `[1,2]`, "JSON without any object")
	f(FileOptions{}, "Hello world.\n", "neither JSON nor a table")
	f(FileOptions{}, "a,b,c\n1,2,3\n", `a table with the columns "a", "b", "c"`)
	f(FileOptions{Format: CSV}, "a,b\n1,2\n", `Map two to role and content, or to prompt and response; the columns are "a", "b"`)
	f(FileOptions{Format: CSV}, "role,content\nuser,x\n", "map one to conversation_id")
	f(FileOptions{Format: CSV, Columns: map[string]string{"x": "prompt"}}, "a,b\n1,2\n", `there is no column "x"`)
	f(FileOptions{Format: CSV, Columns: map[string]string{"a": "prompt", "b": "prompt"}}, "a,b\n1,2\n", "are mapped to prompt")
	f(FileOptions{}, `[{"messages":[]},{"messages":[`, "the file ends within record 2")
	f(FileOptions{}, "\x1f\x8bnonsense", "cannot read the body")
	f(FileOptions{}, archive(t, "a.txt", "Hello"), `Seen: "a.txt"`)
	if lines := told(t, FileOptions{Partial: true}, `[{"id":"c","messages":[{"role":"user","content":"x"}]},{"messages":[`); len(lines) != 1 {
		t.Errorf("a partial file: %q", lines)
	}
	if lines := told(t, FileOptions{Format: NativeLines}, "a,b\n{\"event\":\"x\",\"timestamp\":\"2026-11-01\"}"); len(lines) != 2 {
		t.Errorf("a format that was named: %q", lines)
	}
}

// archive makes a zip file of pairs of name and content.
func archive(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		method := zip.Deflate
		if i%4 == 2 {
			method = zip.Store
		}
		var file io.Writer
		var err error
		if method == zip.Store { // with its size in front, as programs store
			content := []byte(files[i+1])
			header := &zip.FileHeader{Name: files[i], Method: method, CRC32: crc32.ChecksumIEEE(content), CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(len(content))}
			file, err = w.CreateRaw(header)
		} else {
			file, err = w.CreateHeader(&zip.FileHeader{Name: files[i], Method: method})
		}
		if err == nil {
			_, err = io.WriteString(file, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zipped(t *testing.T, content string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, content)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func inUTF16(order binary.AppendByteOrder, mark bool, content string) string {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xfeff)
	}
	for _, unit := range utf16.Encode([]rune(content)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

// TestWrappings holds that compression and encodings change nothing.
func TestWrappings(t *testing.T) {
	t.Parallel()
	for _, content := range []string{openAIFile, shareGPTFile, chatGPTFile, longCSV, wideCSV} {
		content = strings.TrimPrefix(content, "\ufeff")
		want := told(t, FileOptions{}, content)
		for name, wrapped := range map[string]string{
			"mark": "\ufeff" + content, "gzip": zipped(t, content), "gzip of UTF-16": zipped(t, inUTF16(binary.LittleEndian, true, content)),
			"UTF-16LE": inUTF16(binary.LittleEndian, true, content), "UTF-16BE": inUTF16(binary.BigEndian, true, content),
			"UTF-16LE without mark": inUTF16(binary.LittleEndian, false, content), "UTF-16BE without mark": inUTF16(binary.BigEndian, false, content),
			"zip":             archive(t, "x/conversations.json", content),
			"zip with others": archive(t, "chat.html", "<html>", "user.json", `{"id":"u"}`, "conversations.json", content, "y.txt", "y"),
		} {
			if diff := cmp.Diff(want, told(t, FileOptions{}, wrapped)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	}
	two := archive(t, "a.jsonl", `{"event":"a","timestamp":"2026-11-01"}`, "b.jsonl", `{"event":"b","timestamp":"2026-11-01"}`)
	if lines := told(t, FileOptions{}, two); len(lines) != 2 {
		t.Errorf("both files of an archive: %q", lines)
	}
}

// TestFileIDs holds that the ids of a file are always the same, are told
// apart, and do not change when it grows.
func TestFileIDs(t *testing.T) {
	t.Parallel()
	native := "{\"event\":\"a\"}\n{ \"event\":\"b\", \"id\" : null }\n{\"event\":\"a\"}\n{\"event\":\"a\",\"id\":\" \"}\n"
	for _, content := range []string{native, openAIFile, strings.Repeat(openAIFile[:strings.IndexByte(openAIFile, '\n')+1], 3), longCSV, wideCSV} {
		first := ids(t, content)
		if diff := cmp.Diff(first, ids(t, content)); diff != "" {
			t.Errorf("ids change from one time to the next:\n%s", diff)
		}
		lines := strings.SplitAfter(strings.TrimSuffix(content, "\n"), "\n")
		more := ids(t, content+lines[len(lines)-1]+"\n")
		if diff := cmp.Diff(first, more[:len(first)]); diff != "" {
			t.Errorf("ids change when the file grows:\n%s", diff)
		}
		seen := map[string]bool{"": true}
		for _, id := range first {
			if id != "" && (seen[id] || !strings.HasPrefix(id, "imp-")) {
				t.Errorf("id %q", id)
			}
			seen[id] = true
		}
	}
	given := ids(t, "{\"event\":\"a\",\"id\":\"x\"}\n{\"event\":\"a\",\"id\":null,\"id\":\"y\"}\n")
	if diff := cmp.Diff([]string{"x", "y"}, given); diff != "" {
		t.Errorf("ids that were given (-want +got):\n%s", diff)
	}
	tail := `,{"role":"user","content":"More"}]}`
	talk := `{"id":"c","messages":[{"role":"user","content":"A"},{"role":"assistant","content":"B"}`
	if diff := cmp.Diff(ids(t, talk+"]}"), ids(t, talk+tail)[:2]); diff != "" {
		t.Errorf("ids change when a conversation grows:\n%s", diff)
	}
}
