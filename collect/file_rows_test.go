package collect

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// rowsOf are the rows of a table, one a line: where it begins and its cells, or
// that it is broken; a mark behind it says that it may be part of a cell.
func rowsOf(from io.Reader, cut bool) (string, error) {
	t := newTableRows(from, cut, func(r *csv.Reader) { r.FieldsPerRecord = -1 })
	var b strings.Builder
	for {
		r, err := t.next()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return b.String(), err
		}
		fmt.Fprintf(&b, "%d %q", r.line, r.cells)
		if r.fault != "" {
			b.WriteString(" broken")
		}
		if r.suspect {
			b.WriteString(" suspect")
		}
		b.WriteByte('\n')
	}
}

// A quote that does not close costs the line it stands in, and no other.
func TestUnclosedQuote(t *testing.T) {
	t.Parallel()
	f := func(table, want string) {
		t.Helper()
		for _, way := range []func(io.Reader) io.Reader{func(r io.Reader) io.Reader { return r }, iotest.OneByteReader, iotest.DataErrReader} {
			got, err := rowsOf(way(strings.NewReader(table)), false)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%q: %v %s", table, err, diff)
			}
		}
	}
	f("a,b\n\"c\nd\",e\nf,g\n", "1 [\"a\" \"b\"]\n2 [\"c\\nd\" \"e\"]\n4 [\"f\" \"g\"]\n")
	f("a,b\n\"c,d\ne,f\ng,h", "1 [\"a\" \"b\"]\n2 [] broken\n3 [\"e\" \"f\"] suspect\n4 [\"g\" \"h\"] suspect\n")
	f("a,b\n\n\r\n\"c,d\r\ne,f\r\n", "1 [\"a\" \"b\"]\n4 [] broken\n5 [\"e\" \"f\"] suspect\n")
	f("a,\"b\nc,\"d\"\ne,f\n\n\"x\ny\",z\n", "1 [] broken\n2 [\"c\" \"d\"] suspect\n3 [\"e\" \"f\"]\n5 [\"x\\ny\" \"z\"]\n")
	f("\"a\n\"b\n\"c\n", "1 [] broken\n2 [] broken\n3 [] broken\n")
	f("\"a", "1 [] broken\n")
	f("a \"b\" c\nd\n", "1 [] broken\n2 [\"d\"]\n")
	var want strings.Builder
	want.WriteString("1 [] broken\n")
	for i := range 5_000 { // beyond what is read ahead
		fmt.Fprintf(&want, "%d [\"row %d\"] suspect\n", i+2, i)
	}
	var table strings.Builder
	table.WriteString("\"open\n")
	for i := range 5_000 {
		fmt.Fprintf(&table, "row %d\n", i)
	}
	f(table.String(), want.String())
}

// What is cut off at its end may have been sound.
func TestQuoteAtTheCut(t *testing.T) {
	t.Parallel()
	got, err := rowsOf(strings.NewReader("a,b\n\"c\nd,e"), true)
	if diff := cmp.Diff("1 [\"a\" \"b\"]\n2 [] broken\n", got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

// A row that goes on beyond what memory may hold ends at its line.
func TestQuoteOverALongTable(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat(strings.Repeat("x", 1<<20)+"\n", maxRecord>>20+1)
	got, err := rowsOf(strings.NewReader("a\n\"open\n"+filler+"last\n"), false)
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if err != nil || len(lines) != maxRecord>>20+4 || lines[1] != "2 [] broken" || !strings.HasPrefix(lines[len(lines)-1], fmt.Sprintf("%d [\"last\"]", maxRecord>>20+4)) {
		t.Errorf("%d rows, %.40q … %.40q, %v", len(lines), lines[1], lines[len(lines)-1], err)
	}
}

// Cells beyond the columns are not dropped in silence, nor is a part of a cell
// taken for a row.
func TestMisfits(t *testing.T) {
	t.Parallel()
	f := func(table string, want ...string) {
		t.Helper()
		got, err := tell(FileOptions{}, strings.NewReader(table))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%q: %v %s", table, err, diff)
		}
	}
	const advice = "put a cell that holds the separator or a line end in quotes"
	f("conversation_id,role,content\nc,user,Hello, how are you\nc,user,Hi,,\nc,user\n",
		"line 2: invalid_item : the row has 4 cells, the table 3 columns; "+advice, "~0s prompt c 'Hi'", "line 4: missing_field prompt: prompt is required")
	f("conversation_id,role,content\nc,user,\"Hello\nso, it begins\nc,user,Hi\n",
		"line 2: invalid_item : a quote in the row that begins in line 2 is not closed, or is followed by more than the end of its cell",
		"line 3: invalid_item : the row has 2 cells, the table 3 columns; "+advice, "~0s prompt c 'Hi'")
}
