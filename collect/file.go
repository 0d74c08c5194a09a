package collect

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Format is the closed list of what a file of conversations can be.
type Format string

// The formats.
const (
	NativeLines Format = "native"   // our own events, one a line
	OpenAI      Format = "openai"   // {"messages":[{"role","content"}]}, one a line or in a list
	ShareGPT    Format = "sharegpt" // {"id","conversations":[{"from","value"}]}, one a line or in a list
	ChatGPT     Format = "chatgpt"  // conversations.json of a ChatGPT data export
	CSV         Format = "csv"      // a row a message, or a row a turn
)

// Formats lists every format in the order of its documentation.
func Formats() []Format { return []Format{NativeLines, OpenAI, ShareGPT, ChatGPT, CSV} }

// What a file may hold. Memory is bounded by the largest record, never by the
// file.
const (
	maxRecord = 32 << 20 // bytes of one line, row or conversation
	maxEvent  = 4 << 20  // bytes of one event, so that it fits a request
)

// FileOptions say how a file is to be read. The zero value is good for files
// that tell their times.
type FileOptions struct {
	Format  Format            // empty: found by content
	Columns map[string]string // of a CSV: the name of a column to a field, or to "-" to leave it out
	Set     map[string]string // fields and properties for what a record does not say itself
	Zone    *time.Location    // of times that name no zone; UTC unless set
	Start   time.Time         // where inferred times begin; needed where the file may have none
	Partial bool              // the bytes are the beginning of a file: what is cut off at the end is no fault
}

// Title is the format as people call it.
func (f Format) Title() string {
	switch f {
	case NativeLines:
		return "Debrief's own events"
	case OpenAI:
		return "OpenAI chats"
	case ShareGPT:
		return "ShareGPT conversations"
	case ChatGPT:
		return "a ChatGPT data export"
	case CSV:
		return "a table"
	default:
		return string(f)
	}
}

// File reads events out of a file, a record at a time. Compression (gzip, and
// zip files) and encodings (UTF-8 with or without its mark, UTF-16) are undone,
// and the format is found by content.
type File struct {
	options FileOptions
	archive *zipReader
	source  fileSource
	format  Format
	columns []Column
	notes   notes
	opened  int // how many formats were found: several in a zip file
	set     defaults
	times   *timekeeper
	left    Record // what a portion had no room for
}

// Record is one line, row or conversation of a file with the events that it
// holds, in order; one that cannot be used is a single entry with a fault.
type Record struct {
	Place   Place
	Entries []Entry
}

// Place is where a record stands in its file.
type Place struct {
	Line   int64 // where it begins, from 1; 0 in a list, which need not have lines
	Number int64 // of the record, from 1
}

// String is the place as a person looks for it.
func (p Place) String() string {
	if p.Line > 0 {
		return fmt.Sprintf("line %d", p.Line)
	}
	return fmt.Sprintf("record %d", p.Number)
}

// fileSource reads the records of one format. The end is io.EOF.
type fileSource interface{ next() (Record, error) }

// ErrUnknownFormat is returned for a file that fits no format, with what was
// seen in it.
var ErrUnknownFormat = errors.New("cannot tell what this file is")

// OpenFile begins to read a file. An error wraps ErrUnknownFormat or
// ErrUnreadable, or is the reader's own.
func OpenFile(r io.Reader, o FileOptions) (*File, error) {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	f := &File{options: o, set: newDefaults(o.Set), times: &timekeeper{zone: o.Zone, start: o.Start}}
	b, zipped, err := uncompressed(bufio.NewReaderSize(r, peeked), &f.notes)
	if err != nil {
		return nil, err
	}
	if zipped {
		f.archive = &zipReader{from: b}
		return f, f.nextMember()
	}
	return f, f.open(b)
}

// Next reads the next record. The end of the file is io.EOF; any other error
// ends it too.
func (f *File) Next() (Record, error) {
	for {
		record, err := f.source.next()
		if errors.Is(err, io.EOF) && f.archive != nil {
			if err = f.nextMember(); err == nil {
				continue
			}
		}
		if f.options.Partial && errors.Is(err, io.ErrUnexpectedEOF) {
			err = io.EOF
		}
		for i := range record.Entries {
			f.set.apply(&record.Entries[i])
			bound(&record.Entries[i])
		}
		return record, err
	}
}

// bound refuses an event that no request can hold.
func bound(entry *Entry) {
	if entrySize(entry) > maxEvent {
		*entry = Entry{Fault: event.Reject(event.InvalidItem, "", "the event is larger than %d MiB", maxEvent>>20)}
	}
}

// Format is what the file was found to be.
func (f *File) Format() Format { return f.format }

// Columns are those of a CSV and what each was taken for.
func (f *File) Columns() []Column { return f.columns }

// Notes are remarks about the file as a whole, for a person.
func (f *File) Notes() []string { return f.notes.said }

// notes are told once each.
type notes struct{ said []string }

func (n *notes) add(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !slices.Contains(n.said, text) {
		n.said = append(n.said, text)
	}
}

// nextMember opens the next file of an archive that fits a format.
func (f *File) nextMember() error {
	for {
		b, name, err := f.archive.next()
		switch {
		case errors.Is(err, io.EOF) && f.opened == 0:
			return fmt.Errorf("%w: none of the files in the archive holds conversations. Seen: %s", ErrUnknownFormat, f.archive.seen())
		case err != nil:
			return err
		}
		if err = f.open(b); !errors.Is(err, ErrUnknownFormat) {
			f.notes.add("read %s of the archive", name)
			return err
		}
	}
}

// open finds out what the bytes are and how to read them.
func (f *File) open(b *bufio.Reader) error {
	b, err := asUTF8(b, &f.notes)
	if err != nil {
		return err
	}
	beginning, err := b.Peek(peeked)
	if err != nil && len(beginning) == 0 && !errors.Is(err, io.EOF) { // later, a failing reader fails again
		return unreadableFile(err)
	}
	found, err := detect(beginning, f.options)
	if err != nil {
		return err
	}
	f.format = found.format
	f.opened++
	if found.format == CSV {
		source, err := newCSV(b, found.delimiter, f)
		f.source = source
		return err
	}
	f.source = newJSON(b, found, f)
	return nil
}

// unreadableFile says why bytes cannot be read; the reader's error is one of
// its medium or of decompression and repeats nothing of the content.
func unreadableFile(err error) error { return fmt.Errorf("%w: %w", ErrUnreadable, err) }
