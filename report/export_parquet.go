package report

import (
	"io"
	"reflect"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// A row group is held in memory, compressed, until it is written. It ends with
// whichever bound is reached first, so that long texts do not make it large.
const (
	groupRows  = 50_000
	groupBytes = 32 << 20 // of texts, before compression
)

// parquetBatch is how many rows are handed over at once: parquet-go turns rows
// into columns in slices of this size.
const parquetBatch = 64

// parquetRows writes Parquet. Every column is optional, so a value is at
// definition level 1 and an absent one at 0.
type parquetRows struct {
	out     *parquet.GenericWriter[any]
	columns []column
	batch   []parquet.Row // reused
	rows    int           // of this row group
	bytes   int           // of this row group's texts

	maxRows, maxBytes int
}

func newParquetRows(w io.Writer, columns []column) *parquetRows {
	options := []parquet.WriterOption{
		parquet.NewSchema("row", schemaOf(columns)),
		parquet.Compression(&zstd.Codec{}),
	}
	for i := range columns {
		if !hasBounds(&columns[i]) {
			options = append(options, parquet.SkipPageBounds(columns[i].name), parquet.SkipPageStatistics(columns[i].name))
		}
	}
	return &parquetRows{
		out: parquet.NewGenericWriter[any](w, options...), columns: columns, batch: make([]parquet.Row, 0, parquetBatch),
		maxRows: groupRows, maxBytes: groupBytes,
	}
}

// hasBounds reports whether the least and the greatest value of the column are
// written: they find ids, numbers and times, and would only repeat prose.
func hasBounds(c *column) bool {
	return c.kind != kindJSON && (c.kind != kindText || strings.HasSuffix(c.name, "_id"))
}

func (r *parquetRows) write(row any) error {
	values := reflect.ValueOf(row).Elem()
	n := len(r.batch)
	r.batch = r.batch[:n+1]
	cells := r.batch[n][:0]
	for i := range r.columns {
		c := &r.columns[i]
		v, present := c.value(values)
		if !present {
			cells = append(cells, parquet.NullValue().Level(0, 0, i))
			continue
		}
		cell, err := r.value(c.kind, v)
		if err != nil {
			return err
		}
		cells = append(cells, cell.Level(0, 1, i))
	}
	r.batch[n] = cells
	if len(r.batch) < parquetBatch {
		return nil
	}
	return r.handOver()
}

// handOver passes the batch on and ends the row group where that is due.
func (r *parquetRows) handOver() error {
	n, err := r.out.WriteRows(r.batch)
	r.batch = r.batch[:0]
	if err != nil {
		return err
	}
	r.rows += n
	if r.rows < r.maxRows && r.bytes < r.maxBytes {
		return nil
	}
	r.rows, r.bytes = 0, 0
	return r.out.Flush()
}

func (r *parquetRows) close() error {
	if err := r.handOver(); err != nil {
		return err
	}
	return r.out.Close()
}

func (r *parquetRows) value(of kind, v reflect.Value) (parquet.Value, error) {
	switch of {
	case kindText:
		return r.text([]byte(v.String())), nil
	case kindNumber:
		return parquet.DoubleValue(v.Float()), nil
	case kindInteger:
		return parquet.Int64Value(v.Int()), nil
	case kindBoolean:
		return parquet.BooleanValue(v.Bool()), nil
	case kindTime:
		t, err := timeOf(v)
		return parquet.Int64Value(t.UnixMicro()), err
	default:
		b, err := jsonOf(v)
		return r.text(b), err
	}
}

func (r *parquetRows) text(b []byte) parquet.Value {
	r.bytes += len(b)
	return parquet.ByteArrayValue(b)
}

// ordered is a group whose fields keep their order; that of parquet-go is by
// name.
type ordered struct {
	parquet.Group
	fields []parquet.Field
}

// Fields are the columns, in order.
func (o ordered) Fields() []parquet.Field { return o.fields }

func schemaOf(columns []column) parquet.Node {
	group := make(parquet.Group, len(columns))
	place := make(map[string]int, len(columns))
	for i := range columns {
		group[columns[i].name] = parquet.Optional(leafOf(columns[i].kind))
		place[columns[i].name] = i
	}
	fields := make([]parquet.Field, len(columns))
	for _, field := range group.Fields() {
		fields[place[field.Name()]] = field
	}
	return ordered{group, fields}
}

// leafOf is the column's type. Texts and JSON are plain strings: encodings and
// types beyond those are not read everywhere, and compression makes up for it.
func leafOf(k kind) parquet.Node {
	switch k {
	case kindNumber:
		return parquet.Leaf(parquet.DoubleType)
	case kindInteger:
		return parquet.Leaf(parquet.Int64Type)
	case kindBoolean:
		return parquet.Leaf(parquet.BooleanType)
	case kindTime:
		return parquet.Timestamp(parquet.Microsecond)
	default:
		return parquet.Encoded(parquet.String(), &parquet.Plain)
	}
}
