package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/text"
)

// functionWords are a language's commonest words; nil where there is no list.
type functionWords []map[string]bool

// readFunctionWords reads the lists that bleve has in its Go files.
func readFunctionWords(bleve string) (functionWords, error) {
	list := regexp.MustCompile("(?s)= \\[\\]byte\\(`(.*?)`\\)")
	var all functionWords
	for _, language := range text.GramLanguages() {
		folder := language
		if language == "nb" {
			folder = "no"
		}
		raw, err := os.ReadFile(filepath.Join(bleve, "analysis", "lang", folder, "stop_words_"+folder+".go")) //nolint:gosec // the folder is the caller's to name
		if errors.Is(err, fs.ErrNotExist) {
			all = append(all, nil)
			continue
		}
		if err != nil {
			return nil, err
		}
		found := list.FindSubmatch(raw)
		if found == nil {
			return nil, fmt.Errorf("%w: no list of words for %s", errTable, language)
		}
		words := make(map[string]bool)
		for line := range strings.Lines(string(found[1])) {
			line, _, _ = strings.Cut(line, "|")
			line, _, _ = strings.Cut(line, "#")
			for word := range strings.FieldsSeq(line) {
				words[word] = true
			}
		}
		all = append(all, words)
	}
	return all, nil
}

const (
	// foreign is what a function word costs in a language that lacks it, in nats.
	foreign = 2.5
	// unlisted is that in a language whose function words are not known.
	unlisted = 1.2
)

// rows are the costs of every function word as a whole, with its edges.
func (f functionWords) rows() map[string][]float64 {
	rows := make(map[string][]float64)
	for _, words := range f {
		for word := range words {
			row := make([]float64, len(f))
			for i := range f {
				switch {
				case f[i] == nil:
					row[i] = unlisted
				case !f[i][word]:
					row[i] = foreign
				}
			}
			rows[" "+word+" "] = row
		}
	}
	return rows
}

// pack writes the table.
func pack(runs []string, m *model, words functionWords) ([]byte, error) {
	rows := words.rows()
	for _, run := range runs {
		rows[run] = m.row(run)
	}
	if len(rows) > text.GramSlots*9/10 {
		return nil, fmt.Errorf("%w: %d rows in %d slots", errTable, len(rows), text.GramSlots)
	}
	table := make([]byte, text.GramSlots*text.GramWidth)
	for _, run := range slices.Sorted(maps.Keys(rows)) {
		slot, check := text.GramKey([]rune(run))
		for table[slot*text.GramWidth] != 0 {
			slot = (slot + 1) % text.GramSlots
		}
		at := slot * text.GramWidth
		table[at], table[at+1] = byte(check), byte(check>>8) //nolint:gosec // the two halves of it
		for i, cost := range rows[run] {
			table[at+2+i] = byte(min(255, math.Round(cost/text.GramStep)))
		}
	}
	return table, nil
}
