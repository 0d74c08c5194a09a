package eval

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
)

// errColumn says that a file of labels lacks what it should have.
var errColumn = errors.New("column missing")

// column reads one column of a CSV file with a line of headings.
func column(file, name string) ([]string, error) {
	columns, err := columns(file, name)
	if err != nil {
		return nil, err
	}
	return columns[0], nil
}

// columns reads some columns of a CSV file with a line of headings.
func columns(file string, names ...string) ([][]string, error) {
	f, err := os.Open(file) //nolint:gosec // the folder is the caller's to name
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("cannot read %s: %d rows, %w", file, len(rows), err)
	}
	out := make([][]string, len(names))
	for i, name := range names {
		at := slices.Index(rows[0], name)
		if at < 0 {
			return nil, fmt.Errorf("%s: %w: %s", file, errColumn, name)
		}
		for _, row := range rows[1:] {
			out[i] = append(out[i], row[at])
		}
	}
	return out, nil
}
