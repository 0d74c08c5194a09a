package report

import (
	"bufio"
	"reflect"
	"strconv"
	"strings"
)

// csvTime is RFC 3339 with as many digits of the microseconds as are needed.
const csvTime = "2006-01-02T15:04:05.999999Z07:00"

// csvRows writes RFC 4180. encoding/csv is not used because with RFC 4180's
// line ends it rewrites those inside texts.
type csvRows struct {
	out     *bufio.Writer
	columns []column
	line    []byte // reused
}

func newCSVRows(out *bufio.Writer, columns []column) (*csvRows, error) {
	r := &csvRows{out: out, columns: columns}
	for i := range columns {
		r.separate(i)
		r.cell(columns[i].name)
	}
	return r, r.end()
}

func (r *csvRows) write(row any) error {
	values := reflect.ValueOf(row).Elem()
	for i := range r.columns {
		r.separate(i)
		c := &r.columns[i]
		v, present := c.value(values)
		if !present {
			continue
		}
		if err := r.value(c.kind, v); err != nil {
			return err
		}
	}
	return r.end()
}

func (r *csvRows) close() error { return nil }

func (r *csvRows) value(of kind, v reflect.Value) error {
	switch of {
	case kindText:
		r.cell(defused(v.String()))
	case kindNumber:
		r.line = strconv.AppendFloat(r.line, v.Float(), 'f', -1, 64)
	case kindInteger:
		r.line = strconv.AppendInt(r.line, v.Int(), 10)
	case kindBoolean:
		r.line = strconv.AppendBool(r.line, v.Bool())
	case kindTime:
		t, err := timeOf(v)
		if err != nil {
			return err
		}
		r.line = t.AppendFormat(r.line, csvTime)
	case kindJSON:
		b, err := jsonOf(v)
		if err != nil {
			return err
		}
		r.cell(string(b))
	}
	return nil
}

func (r *csvRows) separate(i int) {
	if i > 0 {
		r.line = append(r.line, ',')
	}
}

// cell appends a text, quoted where it has to be. Spaces at an end are quoted
// too, since some readers trim them.
func (r *csvRows) cell(text string) {
	if !strings.ContainsAny(text, ",\"\r\n") && strings.TrimSpace(text) == text {
		r.line = append(r.line, text...)
		return
	}
	r.line = append(r.line, '"')
	r.line = append(r.line, strings.ReplaceAll(text, `"`, `""`)...)
	r.line = append(r.line, '"')
}

func (r *csvRows) end() error {
	_, err := r.out.Write(append(r.line, '\r', '\n'))
	r.line = r.line[:0]
	return err
}

// defused puts an apostrophe before what a spreadsheet would run: OWASP's list
// of the first characters of a formula.
func defused(text string) string {
	if text != "" && strings.IndexByte("=+-@\t\r", text[0]) >= 0 {
		return "'" + text
	}
	return text
}
