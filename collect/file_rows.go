package collect

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// tableRows reads the rows of a table and the lines they begin in. A quote that
// does not close, or closes on another line before more of a cell, costs the
// line it stands in: those that it seemed to hold are read again as rows of
// their own, and are marked as such.
type tableRows struct {
	csv   *csv.Reader
	setUp func(*csv.Reader)
	from  io.Reader
	cut   bool // the table ends somewhere, so that a quote at its end may be sound

	given []byte // what csv was given since the row began
	base  int64  // of given, in what csv was given
	began int64  // the row, in what csv was given
	lines int    // before given
	first int    // before what csv was given
	again int64  // until where csv is given lines that a quote had seemed to hold
	ended bool   // nothing more comes
}

func newTableRows(from io.Reader, cut bool, setUp func(*csv.Reader)) *tableRows {
	t := &tableRows{from: from, cut: cut, setUp: setUp}
	t.restart()
	return t
}

func (t *tableRows) restart() {
	t.given, t.base, t.began, t.first = nil, 0, 0, t.lines
	t.csv = csv.NewReader(t)
	t.setUp(t.csv)
}

// tableRow is one row, which lives until the next, or why there is none; suspect
// says that it may be a part of a cell.
type tableRow struct {
	cells   []string
	line    int
	suspect bool
	fault   string // what is wrong with this row alone
}

// next returns io.EOF at the end, and errLongRecord where a row without a line
// end goes on and on.
func (t *tableRows) next() (tableRow, error) {
	t.began = t.csv.InputOffset()
	cells, err := t.csv.Read()
	var broken *csv.ParseError
	switch {
	case errors.As(err, &broken):
		r := tableRow{line: t.first + broken.StartLine, fault: t.fault(broken)}
		if broken.Line > broken.StartLine && (!t.cut || !t.ended) {
			t.readAgain()
		}
		return r, nil
	case errors.Is(err, errLongRecord):
		line, again := t.readAgain()
		if !again {
			return tableRow{}, err
		}
		return tableRow{line: line, fault: fmt.Sprintf("a quote in it is not closed within %d MiB", maxRecord>>20)}, nil
	case err != nil:
		return tableRow{}, err
	}
	line, _ := t.csv.FieldPos(0)
	return tableRow{cells: cells, line: t.first + line, suspect: t.began < t.again}, nil
}

// fault says what is wrong with a row without repeating it.
func (t *tableRows) fault(broken *csv.ParseError) string {
	if errors.Is(broken.Err, csv.ErrQuote) {
		return fmt.Sprintf("a quote in the row that begins in line %d is not closed, or is followed by more than the end of its cell", t.first+broken.StartLine)
	}
	return fmt.Sprintf("line %d, column %d: %v; put the cell in quotes and double those in it", t.first+broken.Line, broken.Column, broken.Err)
}

// readAgain leaves out the line that the row begins in, and goes on with the
// next one; false where there is no line end.
func (t *tableRows) readAgain() (line int, again bool) {
	before, raw := t.given[:t.began-t.base], t.given[t.began-t.base:]
	bad := bytes.TrimLeft(raw, "\r\n") // the reader passes over empty lines
	empty := len(raw) - len(bad)
	line = t.lines + lineEnds(before) + lineEnds(raw[:empty]) + 1
	at := bytes.IndexByte(bad, '\n')
	if at < 0 {
		return line, false
	}
	rest := bytes.Clone(bad[at+1:])
	t.again = t.csv.InputOffset() - t.began - int64(empty+at+1)
	t.from = io.MultiReader(bytes.NewReader(rest), t.from)
	t.lines, t.ended = line, false
	t.restart()
	return line, true
}

// Read gives the table to its reader and remembers what it gave of the row.
func (t *tableRows) Read(p []byte) (int, error) {
	if done := t.began - t.base; done > 0 {
		t.lines += lineEnds(t.given[:done])
		t.given, t.base = append(t.given[:0], t.given[done:]...), t.began
	}
	if len(t.given) > maxRecord {
		return 0, errLongRecord
	}
	n, err := t.from.Read(p)
	t.given = append(t.given, p[:n]...)
	t.ended = t.ended || errors.Is(err, io.EOF)
	return n, err
}

func lineEnds(b []byte) int { return bytes.Count(b, []byte{'\n'}) }
