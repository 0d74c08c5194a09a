package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/collect"
)

// numbered reads a whole file as "number:line".
func numbered(t *testing.T, name, input string) []string {
	t.Helper()
	f, err := openLines(name, strings.NewReader(input))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for {
		line, err := f.next()
		switch {
		case errors.Is(err, io.EOF):
			if err = f.close(); err != nil {
				t.Error(err)
			}
			return all
		case err != nil:
			line = []byte(err.Error())
		}
		all = append(all, strconv.Itoa(f.number)+":"+string(line))
		if err != nil && !errors.Is(err, errLongLine) {
			return all
		}
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	f := func(input string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, numbered(t, "-", input)); diff != "" {
			t.Errorf("%.40q (-want +got):\n%s", input, diff)
		}
	}
	long := strings.Repeat("x", 300<<10)
	tooLong := strings.Repeat("y", maxLine+1)

	f("")
	f("\n \r\n\t\n")
	f("a", "1:a")
	f("a\nb\n", "1:a", "2:b")
	f("\uFEFFa\r\n\r\n b \r\n", "1:a", "3:b")
	f(long+"\nb\n"+long, "1:"+long, "2:b", "3:"+long)
	f("a\n"+tooLong+"\nb", "1:a", "2:the line is longer than 4 MiB", "3:b")
	f(tooLong, "1:the line is longer than 4 MiB")
}

func TestLinesOfGzip(t *testing.T) {
	t.Parallel()
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := io.WriteString(w, "a\n\nb\n"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "lines.gz")
	if err := os.WriteFile(path, zipped.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1:a", "3:b"}, numbered(t, path, "")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	cut := zipped.Bytes()[:zipped.Len()-6]
	got := numbered(t, "-", string(cut))
	if last := got[len(got)-1]; !strings.Contains(last, "cannot read standard input after line 3: unexpected EOF") {
		t.Errorf("a file that is cut: %q", got)
	}
}

// TestLineIDs holds that a line always gets the same id, that equal lines get
// different ones, and that the id is what the protocol reads.
func TestLineIDs(t *testing.T) {
	t.Parallel()
	ids := func(lines ...string) []string {
		t.Helper()
		f, err := openLines("-", strings.NewReader(""))
		if err != nil {
			t.Fatal(err)
		}
		var native collect.Native
		var all []string
		for _, line := range lines {
			entry := native.DecodeLine(f.withID(nil, []byte(line)))
			if entry.Fault != nil {
				t.Fatalf("%s: %s", line, entry.Fault)
			}
			id, _ := entry.Item.ID.Scalar()
			all = append(all, id)
		}
		return all
	}
	a, b := `{"event":"a"}`, `{ "event":"b", "id" : null }`
	first, again := ids(a, a, b, a), ids(a, a, b, a)
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("ids change from one time to the next:\n%s", diff)
	}
	seen := map[string]bool{}
	for _, id := range first {
		if seen[id] || !strings.HasPrefix(id, "imp-") || len(id) != len("imp-")+32 {
			t.Errorf("id %q", id)
		}
		seen[id] = true
	}
	if diff := cmp.Diff([]string{"x", "7", "y"}, ids(`{"event":"a","id":"x"}`, `{"event":"a","id":7}`, `{"event":"a","id":null,"id":"y"}`)); diff != "" {
		t.Errorf("ids that were given (-want +got):\n%s", diff)
	}
	for _, blank := range []string{`{"event":"a","id":""}`, `{"event":"a","id":" "}`, `{"id":"x","event":"a","id":null}`} {
		if id := ids(blank)[0]; !strings.HasPrefix(id, "imp-") {
			t.Errorf("%s: id %q", blank, id)
		}
	}
}

func FuzzWithID(f *testing.F) {
	for _, line := range []string{`{}`, `{"a":1}`, `{ }`, `[]`, `{"id":null}`, `{"id":"x"}`, `{"a":{"id":1}} `, `nonsense`, "{\"a\":\t1\t}"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		file, err := openLines("-", strings.NewReader(""))
		if err != nil {
			t.Fatal(err)
		}
		line = strings.TrimSpace(line)
		var before, after map[string]json.RawMessage
		if json.Unmarshal([]byte(line), &before) != nil {
			return
		}
		if err = json.Unmarshal(file.withID(nil, []byte(line)), &after); err != nil {
			t.Fatalf("%s became %s: %s", line, file.withID(nil, []byte(line)), err)
		}
		if before != nil && len(after["id"]) == 0 {
			t.Errorf("%s has no id", line)
		}
		delete(before, "id")
		delete(after, "id")
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s changed (-before +after):\n%s", line, diff)
		}
	})
}
