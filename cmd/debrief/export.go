package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// exportFlags are the flags of export besides those of the target.
type exportFlags struct {
	target
	scopeFlags
	format, out string
	wait        bool
}

// scopeFlags say what a report or an export is about.
type scopeFlags struct {
	from, to, where, text, zone string
}

func (s *scopeFlags) add(flags *pflag.FlagSet, period string) {
	s.addPeriod(flags, period)
	flags.StringVar(&s.text, "text", "", "words that prompts, answers or comments hold, \"phrases\", and -words that they do not")
}

// addPeriod adds all but the words.
func (s *scopeFlags) addPeriod(flags *pflag.FlagSet, period string) {
	flags.StringVar(&s.from, "from", "", "start of the period, a date or a time as in RFC 3339; "+period)
	flags.StringVar(&s.to, "to", "", "end of the period, not included")
	flags.StringVar(&s.where, "where", "", "filter, as in 'agent = \"support\" and rating < 0.5'; see docs/filters.md")
	flags.StringVar(&s.zone, "tz", "", "time zone of dates and days, as in Europe/Paris; the project's when it is not named")
}

// parameters are the parameters of the API that say the same.
func (s *scopeFlags) parameters() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"from": s.from, "to": s.to, "where": s.where, "q": s.text, "tz": s.zone} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

func exportCommand() command {
	return command{
		name: "export", summary: "write events, turns or conversations to a file",
		help: `
Export streams events, turns or conversations, ordered by conversation, time and
id, to the standard output or to a file:

    debrief export events > events.jsonl
    debrief export conversations --out conversations.csv
    debrief export turns --out turns.parquet --where 'signal = unanswered'
    debrief export events --from 2026-11-01 --to 2026-12-01 --format csv

The format is jsonl, csv or parquet: that of --format, else that of the name of
the file. A filter selects whole conversations. Without a period everything is
exported, of every environment. The file takes its name when it is complete; one
of that name is replaced.

Export waits until everything stored is analysed; --wait=false does not.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var f exportFlags
			flags.StringVar(&f.format, "format", "", "jsonl, csv or parquet")
			flags.StringVar(&f.out, "out", "", "file to write; the standard output when it is not named")
			f.scopeFlags.add(flags, "everything when it is not named")
			flags.BoolVar(&f.wait, "wait", true, "wait until everything stored is analysed")
			f.target.add(flags)
			return func(ctx context.Context, io streams, args []string) error {
				if len(args) != 1 {
					return usage("name what to export: events, turns or conversations")
				}
				return export(ctx, io, f, args[0])
			}
		},
	}
}

// readFormat is the format that was asked for, or that the file's name says.
func (f *exportFlags) readFormat() (string, error) {
	format := f.format
	if format == "" {
		format = strings.TrimPrefix(filepath.Ext(f.out), ".")
	}
	switch format {
	case "jsonl", "csv", "parquet":
		return format, nil
	case "", "json", "ndjson", "txt":
		return "jsonl", nil
	default:
		return "", usage("there is no format %q; use jsonl, csv or parquet", format)
	}
}

func export(ctx context.Context, out streams, f exportFlags, what string) (err error) {
	if what != "events" && what != "turns" && what != "conversations" {
		return usage("%q cannot be exported; use events, turns or conversations", what)
	}
	format, err := f.readFormat()
	if err != nil {
		return err
	}
	if format == "parquet" && f.out == "" && isTerminal(out.out) {
		return usage("parquet is not for reading: name a file with --out")
	}
	to, err := f.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	if f.wait {
		shown := newProgress(out.err, time.Now)
		err = to.waitDerived(ctx, func(pending int64) { shown.show(-1, "analysing: "+count(pending, "event")+" to go") })
		shown.clear()
		if err != nil {
			return err
		}
	}
	parameters := f.parameters()
	parameters.Set("format", format)
	rows, err := to.do(ctx, request{method: http.MethodGet, path: f.query("/api/v1/export/"+what, parameters)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if f.out == "" {
		if _, err = io.Copy(out.out, rows); err != nil {
			return fmt.Errorf("the export broke off, what was written is not whole: %w", err)
		}
		return nil
	}
	size, err := replaceFile(f.out, rows, nil)
	if err != nil {
		return fmt.Errorf("cannot export to %s, which is as it was: %w", f.out, err)
	}
	_, err = fmt.Fprintf(out.err, "Wrote %s to %s.\n", byteSize(size), f.out)
	return err
}

// replaceFile writes a file beside its place and puts it there once it is
// whole, on disk and has passed the check, where there is one. Only its owner
// may read it: it holds what people wrote.
func replaceFile(path string, from io.Reader, check func(io.ReadSeeker) error) (size int64, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	size, err = io.Copy(f, from)
	if err == nil {
		err = f.Sync()
	}
	if err == nil && check != nil {
		err = check(f)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return size, err
	}
	return size, os.Rename(f.Name(), path)
}
