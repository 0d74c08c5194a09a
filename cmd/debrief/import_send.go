package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/collect"
	"github.com/debrief-dev/debrief/event"
)

// How much goes into one request.
const (
	batchLines = 2_000
	batchBytes = 4 << 20
)

// shownFaults is how many bad lines are told one by one.
const shownFaults = 20

// importer sends lines and counts what became of them.
type importer struct {
	to       *connection
	request  request
	progress *progress
	began    time.Time
	took     time.Duration
	size     int64 // of all files, 0 where it is not known
	read     int64 // of the files before this one

	body    []byte
	numbers []int // of the lines in body

	accepted, duplicate, rejected int64
	codes                         map[event.Code]int64
}

// file sends the lines of a file.
func (i *importer) file(ctx context.Context, f *lineFile) error {
	for {
		line, err := f.next()
		switch {
		case errors.Is(err, errLongLine):
			i.refuse(f, f.number, collect.Refusal{Code: event.InvalidItem, Message: err.Error()})
			continue
		case errors.Is(err, io.EOF):
			err = i.send(ctx, f)
			i.read += f.read.Load()
			return err
		case err != nil:
			return errors.Join(i.send(ctx, f), err)
		}
		if len(i.numbers) == batchLines || len(i.body)+len(line) > batchBytes {
			if err = i.send(ctx, f); err != nil {
				return err
			}
		}
		i.body = append(f.withID(i.body, line), '\n')
		i.numbers = append(i.numbers, f.number)
	}
}

// send sends what has gathered and notes the answer.
func (i *importer) send(ctx context.Context, f *lineFile) error {
	if len(i.numbers) == 0 {
		return nil
	}
	i.request.body = i.body
	answer, err := i.post(ctx)
	if err != nil {
		return fmt.Errorf("cannot import from line %d of %s on: %w", i.numbers[0], f.name, err)
	}
	i.accepted += int64(answer.Accepted)
	i.duplicate += int64(answer.Duplicate)
	for _, refusal := range answer.Rejected {
		number := 0
		if refusal.Index < len(i.numbers) {
			number = i.numbers[refusal.Index]
		}
		i.refuse(f, number, refusal)
	}
	i.body, i.numbers = i.body[:0], i.numbers[:0]
	i.show(f)
	return nil
}

// patience is how long an overloaded server is asked again.
const patience = 5 * time.Minute

// post sends the request, again and again while the server is overloaded:
// nothing of such a request was kept.
func (i *importer) post(ctx context.Context) (*collect.Answer, error) {
	until := time.Now().Add(patience)
	for {
		var answer collect.Answer
		err := i.to.call(ctx, i.request, &answer)
		var refused *failure
		if err == nil || !errors.As(err, &refused) || !refused.overloaded() || time.Now().After(until) {
			return &answer, err
		}
		i.progress.show(-1, "the server is overloaded; waiting "+seconds(refused.wait()))
		if err = sleep(ctx, refused.wait()); err != nil {
			return nil, err
		}
	}
}

// refuse counts a bad line and tells of the first ones.
func (i *importer) refuse(f *lineFile, number int, r collect.Refusal) {
	i.rejected++
	i.codes[r.Code]++
	if i.rejected > shownFaults {
		return
	}
	field := ""
	if r.Field != "" {
		field = " " + r.Field
	}
	i.progress.line("%s:%d: %s%s: %s", f.name, number, r.Code, field, r.Message)
	if i.rejected == shownFaults {
		i.progress.line("Further bad lines are only counted.")
	}
}

func (i *importer) show(f *lineFile) {
	share, left := -1.0, ""
	took := time.Since(i.began)
	if i.size > 0 && f.size > 0 {
		share = float64(i.read+f.read.Load()) / float64(i.size)
		if rest := time.Duration(float64(took) * (1/share - 1)); share < 1 && rest > time.Second {
			left = ", " + rest.Round(time.Second).String() + " left"
		}
	}
	text := fmt.Sprintf("%s, %s/s", count(i.lines(), "event"), grouped(rate(i.lines(), took)))
	if i.rejected > 0 {
		text += ", " + grouped(i.rejected) + " bad"
	}
	i.progress.show(share, text+left)
}

// settle counts as duplicates those accepted lines that the store had before.
// The server tells a repeat at once only while it remembers the id; what it
// has forgotten it finds when it stores. Events that others send meanwhile can
// only make it find fewer.
func (i *importer) settle(added int64) {
	if repeated := i.accepted - added; added >= 0 && repeated > 0 {
		i.accepted -= repeated
		i.duplicate += repeated
	}
}

func (i *importer) lines() int64 { return i.accepted + i.duplicate + i.rejected }

// tell says what became of the lines.
func (i *importer) tell(w io.Writer) {
	i.progress.clear()
	if i.took == 0 {
		i.took = time.Since(i.began)
	}
	if i.lines() == 0 {
		fmt.Fprintln(w, "There was no line to import.")
		return
	}
	fmt.Fprintf(w, "%s accepted, %s duplicate, %s rejected in %s (%s events/s).\n",
		grouped(i.accepted), grouped(i.duplicate), grouped(i.rejected), seconds(i.took), grouped(rate(i.lines(), i.took)))
	if i.rejected <= shownFaults {
		return
	}
	codes := slices.SortedFunc(maps.Keys(i.codes), func(a, b event.Code) int {
		return cmp.Or(cmp.Compare(i.codes[b], i.codes[a]), cmp.Compare(a, b))
	})
	parts := make([]string, len(codes))
	for n, code := range codes {
		parts[n] = string(code) + " " + grouped(i.codes[code])
	}
	fmt.Fprintf(w, "Rejected by code: %s.\n", strings.Join(parts, ", "))
}

func rate(n int64, took time.Duration) int64 {
	return int64(float64(n) / max(took, time.Millisecond).Seconds())
}
