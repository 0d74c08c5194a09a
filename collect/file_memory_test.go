package collect

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// endless makes the bytes of a file as they are read: begin, then records
// until size is reached, then end.
type endless struct {
	begin, between, end string
	record              func(n int) string
	size                int64

	n    int
	rest string
	done bool
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		switch {
		case e.done:
			return 0, io.EOF
		case e.n == 0:
			e.rest = e.begin + e.record(0)
		case e.size <= 0:
			e.rest, e.done = e.end, true
			if e.rest == "" {
				return 0, io.EOF
			}
		default:
			e.rest = e.between + e.record(e.n)
		}
		e.n++
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	e.size -= int64(n)
	return n, nil
}

// large are files of every format. DEBRIEF_LARGE is their size in megabytes.
func large(t *testing.T) map[Format]*endless {
	t.Helper()
	size := int64(24)
	if asked := os.Getenv("DEBRIEF_LARGE"); asked != "" {
		var err error
		if size, err = strconv.ParseInt(asked, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	size <<= 20
	text := strings.Repeat("How do I export my data? ", 40)
	return map[Format]*endless{
		NativeLines: {size: size, between: "\n", record: func(n int) string {
			return fmt.Sprintf(`{"event":"user_prompt","timestamp":"2026-11-01","properties":{"prompt":"%s","conversation_id":"c-%d"}}`, text, n)
		}},
		OpenAI: {size: size, between: "\n", record: func(n int) string {
			return fmt.Sprintf(`{"messages":[{"role":"user","content":"%s %d"},{"role":"assistant","content":"%s"}]}`, text, n, text)
		}},
		ShareGPT: {size: size, begin: "[", between: ",\n", end: "]", record: func(n int) string {
			return fmt.Sprintf(`{"conversations":[{"from":"human","value":"%s %d"},{"from":"gpt","value":"%s"}]}`, text, n, text)
		}},
		ChatGPT: {size: size, begin: "[", between: ",", end: "]", record: func(n int) string {
			return fmt.Sprintf(`{"conversation_id":"g-%d","current_node":"b","mapping":{"a":{"children":["b"],"message":{"author":{"role":"user"},"content":{"parts":["%s"]}}},`+
				`"b":{"parent":"a","children":[],"message":{"author":{"role":"assistant"},"content":{"parts":["%s"]}}}}}`, n, text, text)
		}},
		CSV: {size: size, begin: "prompt,response\n", between: "\n", record: func(n int) string {
			return fmt.Sprintf(`"%s %d","%s"`, text, n, text)
		}},
	}
}

// TestMemory holds that memory does not grow with a file.
func TestMemory(t *testing.T) { //nolint:paralleltest // it measures the heap
	const most = 48 << 20
	for format, content := range large(t) {
		f, err := OpenFile(content, FileOptions{Start: fileStart()})
		if err != nil || f.Format() != format {
			t.Fatalf("%s: %v", format, err)
		}
		var peak uint64
		portions, events := 0, 0
		err = f.Portions(func(p Portion) error {
			events += len(p.Entries)
			if portions++; portions%4 == 0 {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
			return nil
		})
		if err != nil || events < content.n || peak > most {
			t.Errorf("%s: %d events of %d records, peak %d MiB, error %v", format, events, content.n, peak>>20, err)
		}
		t.Logf("%s: %d events, peak %d MiB", format, events, peak>>20)
	}
}

// TestLongRecords holds that a record that is too large is named and passed
// over.
func TestLongRecords(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxRecord)
	f := func(content string, want ...string) {
		t.Helper()
		got, err := tell(FileOptions{}, strings.NewReader(content))
		if err != nil {
			got = append(got, err.Error())
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %.300q, want %q", got, want)
		}
	}
	good := `{"id":"c","messages":[{"role":"user","content":"x"}]}`
	f(good+"\n{\"messages\":\""+long+"\"}\n"+good, "~0s prompt c 'x'", "line 2: invalid_item : it is larger than 32 MiB", "~1ms prompt c 'x'")
	f("["+good+",{\"messages\":\""+long+"\"},"+good+"]", "~0s prompt c 'x'", "record 2: invalid_item : it is larger than 32 MiB", "~1ms prompt c 'x'")
	f("prompt,conversation\nx,c\n\""+long+long, "~0s prompt c 'x'", "cannot read the body: row 2 is larger than 32 MiB")
	f(`{"event":"a","timestamp":"2026-11-01"}`+"\n{\"event\":\"b\",\"properties\":{\"x\":\""+long[:maxEvent]+"\"}}",
		"0s track ", "line 2: invalid_item : the event is larger than 4 MiB")
}
