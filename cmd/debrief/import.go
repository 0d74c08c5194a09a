package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/event"
)

func importCommand() command {
	return command{
		name: "import", summary: "read events from files of JSON lines",
		help: `
Import reads native events, one JSON object a line, from files or from the
standard input (-), compressed with gzip or not:

    debrief import conversations.jsonl
    zcat old.jsonl.gz | debrief import -

A line is what the tag sends and needs no more than this, here broken to fit:

    {"event":"user_prompt","user_id":"u-1","timestamp":"2026-11-23T10:00:00Z",
     "properties":{"prompt":"How do I export?","conversation_id":"c-1"}}

It may be repeated: an event that is there already is counted as a duplicate and
changes nothing. Lines without an id get one from their content and from how
many equal lines stand before them in the file.

A line that cannot be used is reported with its file, its number, a code and the
field at fault (docs/events.md explains the codes), and the import goes on. It
ends once everything is analysed, so that what it brought is in every figure.
The exit code is 1 when a file cannot be read or no line could be used.

To send a file to a server elsewhere, with a write key or a server key:

    debrief import old.jsonl --server https://debrief.example.com --key …
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var t target
			t.add(flags)
			return func(ctx context.Context, io streams, args []string) error {
				if len(args) == 0 {
					return usage("name a file, or - for the standard input")
				}
				return importFiles(ctx, io, t, args)
			}
		},
	}
}

// errNothingUsable is returned when every line was refused.
var errNothingUsable = errors.New("no line could be used")

// importFiles imports all files and says what became of their lines.
func importFiles(ctx context.Context, out streams, t target, names []string) (err error) {
	files, err := openAll(names, out.in)
	defer func() {
		for _, f := range files {
			err = errors.Join(err, f.close())
		}
	}()
	if err != nil {
		return err
	}
	to, err := t.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	i := &importer{
		to: to, began: time.Now(), progress: newProgress(out.err, time.Now), codes: make(map[event.Code]int64),
		request: request{method: http.MethodPost, path: t.query("/api/v1/import", url.Values{}), contentType: "application/x-ndjson"},
	}
	if !to.local {
		i.request.path = "/t"
	}
	for _, f := range files {
		i.size += f.size
	}
	before, counted := to.stored(ctx)
	for _, f := range files {
		if stop := i.file(ctx, f); stop != nil {
			i.tell(out.out)
			return fmt.Errorf("%w\nWhat was accepted is kept; run the same command again to go on", stop)
		}
	}
	return i.finish(ctx, out, func() {
		if after, ok := to.stored(ctx); ok && counted {
			i.settle(after - before)
		}
	})
}

// openAll opens every file before anything is sent.
func openAll(names []string, stdin io.Reader) ([]*lineFile, error) {
	files := make([]*lineFile, 0, len(names))
	for _, name := range names {
		f, err := openLines(name, stdin)
		if err != nil {
			return files, err
		}
		files = append(files, f)
	}
	return files, nil
}

// finish waits for analysis and tells the result, which settle corrects.
func (i *importer) finish(ctx context.Context, out streams, settle func()) error {
	took := time.Since(i.began)
	err := i.to.waitDerived(ctx, func(pending int64) {
		i.progress.show(-1, "analysing: "+count(pending, "event")+" to go")
	})
	i.progress.clear()
	i.took = took
	settle()
	i.tell(out.out)
	var refused *failure
	switch {
	case errors.As(err, &refused) && refused.Status == http.StatusForbidden:
		fmt.Fprintln(out.out, "This key may only send, so it cannot be seen from here when analysis is done: seconds after the import.")
	case err != nil:
		return fmt.Errorf("everything is imported, but analysis cannot be followed: %w", err)
	default:
		fmt.Fprintf(out.out, "Everything is analysed after %s.\n", seconds(time.Since(i.began)))
	}
	if i.rejected > 0 && i.accepted+i.duplicate == 0 {
		return errNothingUsable
	}
	return nil
}
