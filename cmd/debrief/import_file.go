package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/collect"
)

// importOptions are how files are to be read.
type importOptions struct {
	format, zone, start string
	columns, set        []string
	preview, dryRun     bool
}

func (o *importOptions) add(flags *pflag.FlagSet) {
	flags.StringVar(&o.format, "format", "", "native, openai, sharegpt, chatgpt or csv; found by content when it is not named")
	flags.StringArrayVar(&o.columns, "map", nil, "take a CSV's column for a field, as in \"Question text=prompt\"; - as the field leaves it out; may be repeated")
	flags.StringArrayVar(&o.set, "set", nil, "a field or property of every event that does not say it itself, as in agent_id=support or rating_scale=1-5; may be repeated")
	flags.StringVar(&o.zone, "tz", "UTC", "time zone of times that name none")
	flags.StringVar(&o.start, "start", "", "when what has no time shall have happened, RFC 3339 or a date; the day of the file's last change when it is not named")
	flags.BoolVar(&o.preview, "preview", false, "show the first events of each file as they would be understood; import nothing")
	flags.BoolVar(&o.dryRun, "dry-run", false, "read everything, and say what would be accepted and rejected; import nothing")
}

// read turns the flags into what the files are opened with.
func (o *importOptions) read() (collect.FileOptions, error) {
	options := collect.FileOptions{Format: collect.Format(o.format)}
	if o.format != "" && !slices.Contains(collect.Formats(), options.Format) {
		return options, usage("--format must be one of %v", collect.Formats())
	}
	var err error
	if options.Columns, err = collect.ColumnPairs(o.columns); err != nil {
		return options, usage("--map: %s", err)
	}
	if options.Set, err = collect.SetPairs(o.set); err != nil {
		return options, usage("--set: %s", err)
	}
	if options.Zone, err = time.LoadLocation(o.zone); err != nil {
		return options, usage("--tz: %q is no time zone: name one as in Europe/Paris", o.zone)
	}
	if o.start == "" {
		return options, nil
	}
	if options.Start, err = time.Parse(time.RFC3339Nano, o.start); err != nil {
		if options.Start, err = time.ParseInLocation(time.DateOnly, o.start, options.Zone); err != nil {
			return options, usage("--start: %q is no time: write RFC 3339 or a date, as in 2026-11-23", o.start)
		}
	}
	return options, nil
}

// importFile is a file that is being imported.
type importFile struct {
	*collect.File
	name string
	size int64 // 0 where it is not known
	raw  io.Closer
	read atomic.Int64 // bytes of the file, for the progress
}

// openFile opens a file; "-" is the standard input.
func openFile(name string, stdin io.Reader, o collect.FileOptions, preview bool) (*importFile, error) {
	f := &importFile{name: name}
	var source io.Reader
	changed := time.Now()
	if name == "-" {
		f.name, f.raw, source = "standard input", io.NopCloser(stdin), stdin
	} else {
		opened, err := os.Open(name) //nolint:gosec // the caller names the file
		if err != nil {
			return nil, fmt.Errorf("cannot %w", err)
		}
		if info, err := opened.Stat(); err == nil && info.Mode().IsRegular() {
			f.size, changed = info.Size(), info.ModTime()
		}
		f.raw, source = opened, opened
	}
	if o.Start.IsZero() {
		o.Start = collect.StartOfDay(changed, o.Zone)
	}
	source = &countingReader{source, &f.read}
	if preview {
		source, o.Partial = io.LimitReader(source, previewBytes), f.size > previewBytes || f.size == 0
	}
	var err error
	if f.File, err = collect.OpenFile(source, o); err != nil {
		return nil, errors.Join(f.unreadable(err), f.raw.Close())
	}
	return f, nil
}

// unreadable says of which file an error is.
func (f *importFile) unreadable(err error) error {
	text := strings.TrimPrefix(err.Error(), collect.ErrUnreadable.Error()+": ")
	if errors.Is(err, collect.ErrUnknownFormat) {
		return fmt.Errorf("%s: %s (--format, --map)", f.name, text)
	}
	return fmt.Errorf("cannot read %s: %s", f.name, text)
}

// at writes a place of the file as editors and compilers do.
func (f *importFile) at(place collect.Place) string {
	if place.Line > 0 {
		return fmt.Sprintf("%s:%d", f.name, place.Line)
	}
	return f.name + ": " + place.String()
}

func (f *importFile) close() error { return f.raw.Close() }

// countingReader counts what is read.
type countingReader struct {
	from io.Reader
	n    *atomic.Int64
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	r.n.Add(int64(n))
	return n, err
}
