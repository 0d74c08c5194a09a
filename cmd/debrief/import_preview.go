package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/collect"
	"github.com/debrief-dev/debrief/event"
)

// What a preview shows and how much it reads for it.
const (
	previewBytes  = 1 << 20
	previewEvents = 20
	previewText   = 48 // characters of a text
)

// previewFiles reads files, tells what would become of them, and imports
// nothing.
func previewFiles(out streams, files []*importFile, all bool) error {
	var accepted, rejected int64
	for _, f := range files {
		p := previewer{file: f, progress: newProgress(out.err, time.Now), codes: make(map[event.Code]int64)}
		if err := p.read(); err != nil {
			return f.unreadable(err)
		}
		p.progress.clear()
		if err := p.tell(out.out, all); err != nil {
			return err
		}
		accepted += p.accepted
		rejected += p.faults.rejected
	}
	if rejected > 0 && accepted == 0 {
		return errNothingUsable
	}
	return nil
}

// previewer judges the events of a file as the server would.
type previewer struct {
	file     *importFile
	progress *progress
	faults   faults
	codes    map[event.Code]int64
	accepted int64
	inferred int64
	shown    [][]string
}

func (p *previewer) read() error {
	p.faults = faults{progress: p.progress, codes: p.codes}
	return p.file.Portions(func(part collect.Portion) error {
		events, places, refused := part.Normalize(event.Arrival{Project: "preview", Source: "import", ReceivedAt: time.Now()})
		for _, r := range refused {
			p.faults.note(p.file.at(part.Places[r.Index]), r)
		}
		for i := range events {
			p.accepted++
			if events[i].Marks&event.TimeInferred != 0 {
				p.inferred++
			}
			if len(p.shown) < previewEvents {
				p.shown = append(p.shown, previewRow(part.Places[places[i]], &events[i]))
			}
		}
		read, share := p.file.read.Load(), -1.0
		if p.file.size > 0 {
			share = float64(read) / float64(p.file.size)
		}
		p.progress.show(share, "reading: "+count(p.accepted, "event")+", "+byteSize(read))
		return nil
	})
}

func previewRow(place collect.Place, e *event.Event) []string {
	at := e.OccurredAt.Format("2006-01-02 15:04:05")
	if e.Marks&event.TimeInferred != 0 {
		at = "~" + at
	}
	text := e.Text
	if text == "" {
		text = e.RatingRaw
	}
	if text == "" {
		text, _ = e.Properties.Get("tool").Scalar()
	}
	return []string{place.String(), at, string(e.Kind), shorten(e.Conversation, 20), shorten(e.UserKey(), 16), shorten(text, previewText)} //nolint:mnd // widths of columns
}

// shorten makes a text fit a column.
func shorten(text string, most int) string {
	short := []rune(strings.Join(strings.Fields(text), " "))
	if len(short) <= most {
		return string(short)
	}
	return string(short[:most-1]) + "…"
}

func (p *previewer) tell(w io.Writer, all bool) error {
	fmt.Fprintf(w, "%s: %s", p.file.name, p.file.Format().Title())
	for _, note := range p.file.Notes() {
		fmt.Fprint(w, ", "+note)
	}
	fmt.Fprintln(w)
	if columns := p.file.Columns(); len(columns) > 0 {
		rows := [][]string{{"column", "taken for"}}
		for _, c := range columns {
			rows = append(rows, []string{shorten(c.Name, previewText), columnMeaning(c)})
		}
		fmt.Fprintln(w)
		if err := table(w, rows); err != nil {
			return err
		}
	}
	if len(p.shown) > 0 {
		fmt.Fprintln(w)
		if err := table(w, append([][]string{{"place", "time", "kind", "conversation", "user", "text"}}, p.shown...)); err != nil {
			return err
		}
	}
	what := "The beginning of the file holds"
	if all {
		what = "The file holds"
	}
	fmt.Fprintf(w, "\n%s %s; %s would be rejected.\n", what, count(p.accepted, "event"), grouped(p.faults.rejected))
	if p.inferred > 0 {
		fmt.Fprintf(w, "%s without a time of its own (~): inferred from the order, and marked.\n", count(p.inferred, "event"))
	}
	fmt.Fprintln(w, "Nothing was imported.")
	return nil
}

func columnMeaning(c collect.Column) string {
	switch c.Field {
	case "-":
		return "left out"
	case c.Name:
		return "a property"
	default:
		return c.Field
	}
}
