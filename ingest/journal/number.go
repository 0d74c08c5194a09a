package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// ErrNext is returned by Open when the file "next" is damaged and the caller
// gave no Options.First: which numbers were used cannot be known.
var ErrNext = errors.New("the journal's file \"next\" is damaged")

const (
	suffix   = ".journal"
	nextName = "next"
	nextTemp = "next.tmp"
)

// pathOf returns a segment's file: its number in twenty digits, so that names
// sort by age.
func pathOf(dir string, number uint64) string {
	return filepath.Join(dir, fmt.Sprintf("%020d%s", number, suffix))
}

// List returns the segments a folder holds, oldest first, without opening the
// journal; a missing folder holds none. Records is Unknown. The newest may be
// in use by a running process.
func List(dir string) ([]Segment, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot list the journal: %w", err)
	}
	var found []Segment
	for _, e := range entries {
		digits, ok := strings.CutSuffix(e.Name(), suffix)
		number, parseErr := strconv.ParseUint(digits, 10, 64)
		if !ok || parseErr != nil || filepath.Base(pathOf(dir, number)) != e.Name() {
			continue
		}
		info, infoErr := e.Info()
		if infoErr != nil {
			return nil, fmt.Errorf("cannot list the journal: %w", infoErr)
		}
		found = append(found, Segment{Number: number, Records: Unknown, Bytes: info.Size()})
	}
	slices.SortFunc(found, Segment.compare)
	return found, nil
}

// readNext returns the lowest number never given to a segment, 0 when the file
// is missing.
func readNext(dir string) (uint64, error) {
	b, err := os.ReadFile(filepath.Join(dir, nextName)) //nolint:gosec // the folder the caller of Open named
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("cannot read the next segment number: %w", err)
	}
	return parseNext(string(b))
}

func parseNext(line string) (uint64, error) {
	digits, _, _ := strings.Cut(line, " ")
	number, err := strconv.ParseUint(digits, 10, 64)
	if err != nil || line != nextLine(number) {
		return 0, ErrNext
	}
	return number, nil
}

func nextLine(number uint64) string {
	digits := strconv.FormatUint(number, 10)
	return fmt.Sprintf("%s %08x\n", digits, checksum([]byte(digits)))
}

// writeNext replaces the file "next". The new content is durable once the
// folder is synced; before that a crash leaves the old or the new one.
func writeNext(files Files, dir string, number uint64) error {
	temp := filepath.Join(dir, nextTemp)
	if err := removeIfThere(files, temp); err != nil {
		return fmt.Errorf("cannot write the next segment number: %w", err)
	}
	f, err := files.Create(temp, 0)
	if err != nil {
		return fmt.Errorf("cannot write the next segment number: %w", err)
	}
	_, err = f.Write([]byte(nextLine(number)))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = files.Rename(temp, filepath.Join(dir, nextName))
	}
	if err != nil {
		return fmt.Errorf("cannot write the next segment number: %w", err)
	}
	return nil
}

// lowest returns the number the next segment gets: above every segment that is
// there and every number that was given out. An existing "next" that cannot be
// trusted is replaced by what the caller's store knows.
func lowest(dir string, found []Segment, first uint64) (number uint64, recorded bool, err error) {
	next, err := readNext(dir)
	if err != nil && (first == 0 || !errors.Is(err, ErrNext)) {
		return 0, false, err
	}
	number = max(1, first, next)
	if n := len(found); n > 0 {
		number = max(number, found[n-1].Number+1)
	}
	return number, number == next, nil
}
