package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/debrief-dev/debrief/text"
)

// errTable says that a file is not a table of n-grams as lingua-go has them.
var errTable = errors.New("not a table of n-grams")

// model has, for each language, the probability of an n-gram's last letter
// after the others.
type model struct{ given []map[string]float64 }

func readModel(lingua string) (*model, error) {
	m := &model{}
	for _, language := range text.GramLanguages() {
		given := make(map[string]float64)
		for _, size := range []string{"unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams"} {
			file := filepath.Join(lingua, "language-models", language, size+".pb.bin.zip")
			if err := readTable(file, given); err != nil {
				return nil, fmt.Errorf("cannot read %s: %w", file, err)
			}
		}
		m.given = append(m.given, given)
	}
	return m, nil
}

func readTable(file string, given map[string]float64) error {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	defer archive.Close() //nolint:errcheck // it was only read
	if len(archive.File) != 1 {
		return fmt.Errorf("%w: an archive of %d files", errTable, len(archive.File))
	}
	entry, err := archive.File[0].Open()
	if err != nil {
		return err
	}
	defer entry.Close() //nolint:errcheck // it was only read
	raw, err := io.ReadAll(entry)
	if err != nil {
		return err
	}
	return eachField(raw, func(number protowire.Number, value []byte) error {
		if number != 4 {
			return nil
		}
		return readSet(value, given)
	})
}

// readSet reads the n-grams that share a probability.
func readSet(raw []byte, given map[string]float64) error {
	probability := 0.0
	return eachField(raw, func(number protowire.Number, value []byte) error {
		switch number {
		case 1:
			bits, n := protowire.ConsumeFixed64(value)
			if n < 0 {
				return errTable
			}
			probability = math.Float64frombits(bits)
		case 2:
			given[string(value)] = probability
		default:
		}
		return nil
	})
}

func eachField(raw []byte, do func(protowire.Number, []byte) error) error {
	for len(raw) > 0 {
		number, kind, n := protowire.ConsumeTag(raw)
		if n < 0 {
			return errTable
		}
		raw = raw[n:]
		size := protowire.ConsumeFieldValue(number, kind, raw)
		if size < 0 {
			return errTable
		}
		value := raw[:size]
		if kind == protowire.BytesType {
			value, _ = protowire.ConsumeBytes(value)
		}
		if err := do(number, value); err != nil {
			return err
		}
		raw = raw[size:]
	}
	return nil
}
