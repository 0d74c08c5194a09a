package collect

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

// fuzzFile holds for any bytes that a file ends or fails with a known error,
// that its events keep the contract of batches, that every one of them goes
// through the native protocol unchanged, and that it is read alike however its
// bytes come.
func fuzzFile(f *testing.F, format Format, seeds ...string) {
	f.Helper()
	for _, seed := range seeds {
		f.Add(seed, false)
		f.Add(seed[:len(seed)/2], true)
	}
	f.Fuzz(func(t *testing.T, content string, partial bool) {
		o := FileOptions{Format: format, Start: fileStart(), Partial: partial}
		all, err := readAll(o, strings.NewReader(content))
		if err != nil && !errors.Is(err, ErrUnknownFormat) && !errors.Is(err, ErrUnreadable) {
			t.Fatalf("unknown error %v", err)
		}
		checkBatch(t, Batch{Entries: all})
		again, _ := readAll(o, slow{strings.NewReader(content)})
		if diff := cmp.Diff(all, again); diff != "" {
			t.Fatalf("read a byte at a time (-at once +slowly):\n%s", diff)
		}
		checkLines(t, all)
	})
}

func readAll(o FileOptions, r io.Reader) ([]Entry, error) {
	f, err := OpenFile(r, o)
	if err != nil {
		return nil, err
	}
	var all []Entry
	err = f.Portions(func(p Portion) error {
		all = append(all, p.Entries...)
		return nil
	})
	return all, err
}

// slow gives a byte at a time.
type slow struct{ from io.Reader }

func (s slow) Read(p []byte) (int, error) { return s.from.Read(p[:min(len(p), 1)]) }

// checkLines sends entries through the native protocol.
func checkLines(t *testing.T, entries []Entry) {
	t.Helper()
	var n Native
	for _, entry := range entries {
		if entry.Fault != nil {
			continue
		}
		line := AppendLine(nil, &entry.Item)
		got := n.DecodeLine(line)
		want, fault := event.Normalize(entry.Item, arrival())
		if got.Fault != nil {
			t.Fatalf("%s: %v", line, got.Fault)
		}
		sent, sentFault := event.Normalize(got.Item, arrival())
		if diff := cmp.Diff(fault, sentFault); diff != "" {
			t.Fatalf("%s: %s", line, diff)
		}
		if diff := cmp.Diff(want, sent); diff != "" {
			t.Fatalf("%s: %s", line, diff)
		}
	}
}

func FuzzFile(f *testing.F) {
	fuzzFile(f, "", slices.Concat([]string{openAIFile, shareGPTFile, chatGPTFile, longCSV, wideCSV}, []string{"PK\x03\x04", "\x1f\x8b\x08", "\xff\xfea\x00"})...)
}

func FuzzNativeFile(f *testing.F) {
	fuzzFile(f, NativeLines, `{"type":"alias","user_id":"u","anonymous_id":"a"}`, "{\"event\":\"a\",\"context\":{\"x\":1}}\n{\"type\":\"page\"}", "[{\"event\":\"a\"}]")
}

func FuzzOpenAI(f *testing.F) { fuzzFile(f, OpenAI, openAIFile) }

func FuzzShareGPT(f *testing.F) { fuzzFile(f, ShareGPT, shareGPTFile) }

func FuzzChatGPT(f *testing.F) { fuzzFile(f, ChatGPT, chatGPTFile) }

func FuzzCSV(f *testing.F) { fuzzFile(f, CSV, longCSV, wideCSV, "user\tassistant\n\"x\ty\n") }
