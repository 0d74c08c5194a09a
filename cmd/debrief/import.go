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
		name: "import", summary: "read conversations from files",
		help: `
Import reads conversations from files or from the standard input (-):

    debrief import conversations.json
    debrief import support.csv --map "Question=prompt" --set agent_id=support
    zcat old.jsonl.gz | debrief import -

It finds out by the content what a file is: our own events, one JSON object a
line; OpenAI chats; ShareGPT; the conversations.json of a ChatGPT data export;
or CSV with a row for each message or for each turn. Files may be compressed
with gzip or zip, and encoded in UTF-8, UTF-16 or, if CSV, Windows-1252.
docs/import.md describes each. To look first, and import nothing:

    debrief import support.csv --preview
    debrief import support.csv --dry-run

An event of our own is what the tag sends and needs no more than this, here
broken to fit:

    {"event":"user_prompt","user_id":"u-1","timestamp":"2026-11-23T10:00:00Z",
     "properties":{"prompt":"How do I export?","conversation_id":"c-1"}}

An import may be repeated: an event that is there already is counted as a
duplicate and changes nothing, so a file that grew brings only what is new.
Where a file has no ids they are made from its content; where it has no times
they are inferred from its order, and the events marked time_inferred.

What cannot be used is reported with its file, its line or record, a code and
the field at fault (docs/events.md explains the codes), and the import goes on.
It ends once everything is analysed, so that what it brought is in every figure.
The exit code is 1 when a file cannot be read or nothing in it could be used.

To send a file to a server elsewhere, with a write key or a server key:

    debrief import old.jsonl --server https://debrief.example.com --key …
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var t target
			var o importOptions
			o.add(flags)
			t.add(flags)
			return func(ctx context.Context, io streams, args []string) error {
				if len(args) == 0 {
					return usage("name a file, or - for the standard input")
				}
				return importOrPreview(ctx, io, t, o, args)
			}
		},
	}
}

func importOrPreview(ctx context.Context, io streams, t target, o importOptions, names []string) error {
	files, err := openAll(names, io.in, &o)
	switch {
	case err != nil:
	case o.preview || o.dryRun:
		err = previewFiles(io, files, !o.preview)
	default:
		err = importFiles(ctx, io, t, files)
	}
	for _, f := range files {
		err = errors.Join(err, f.close())
	}
	return err
}

// errNothingUsable is returned when everything was refused.
var errNothingUsable = errors.New("nothing in it could be used")

// importFiles imports all files and says what became of them.
func importFiles(ctx context.Context, out streams, t target, files []*importFile) (err error) {
	to, err := t.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	progress := newProgress(out.err, time.Now)
	i := &importer{
		to: to, began: time.Now(), progress: progress, faults: faults{progress: progress, codes: make(map[event.Code]int64)},
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
func openAll(names []string, stdin io.Reader, o *importOptions) ([]*importFile, error) {
	options, err := o.read()
	if err != nil {
		return nil, err
	}
	files := make([]*importFile, 0, len(names))
	for _, name := range names {
		f, err := openFile(name, stdin, options, o.preview)
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
	if i.faults.rejected > 0 && i.accepted+i.duplicate == 0 {
		return errNothingUsable
	}
	return nil
}
