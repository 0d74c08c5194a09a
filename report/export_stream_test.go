package report

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// manyTurns exports n turns that exist one at a time.
type manyTurns struct {
	store.Exporter

	n       int
	prompt  string
	yielded int
}

func (s *manyTurns) ExportTurns(_ context.Context, _ store.ExportQuery, yield func(conversation.Turn) error) error {
	for s.yielded < s.n {
		s.yielded++
		turn := conversation.Turn{
			ID: fmt.Sprintf("t%07d", s.yielded), Conversation: "c", StartedAt: at(s.yielded % 1_000_000), Prompt: s.prompt, Answered: s.yielded%2 == 0,
			Evidence: []conversation.Evidence{{Signal: conversation.Slow}},
		}
		if err := yield(turn); err != nil {
			return err
		}
	}
	return nil
}

var errFull = errors.New("disk full")

// fullAfter fails once so many bytes are written.
type fullAfter struct{ left int }

func (w *fullAfter) Write(b []byte) (int, error) {
	w.left -= len(b)
	if w.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestExportStopsWithTheWriter(t *testing.T) {
	f := func(format Format, room, atMost int) {
		t.Helper()
		from := &manyTurns{n: 20_000}
		err := (Export{What: Turns, Format: format}).Write(t.Context(), from, &fullAfter{room})
		if !errors.Is(err, errFull) || !strings.HasPrefix(err.Error(), "cannot export turns: ") {
			t.Errorf("%s: got %v", format, err)
		}
		if from.yielded > atMost {
			t.Errorf("%s: %d rows were read for a writer that had failed", format, from.yielded)
		}
	}
	// A row takes some 180 bytes, in CSV 80; the buffer holds 64 KiB.
	f(JSONLines, 0, 1000)
	f(JSONLines, 1<<20, 10_000)
	f(CSV, 0, 2000)
}

// TestExportStopsWithTheWriterOfRowGroups has groups of one batch, with texts
// that do not compress below parquet-go's own buffer.
func TestExportStopsWithTheWriterOfRowGroups(t *testing.T) {
	noise := rand.NewChaCha8([32]byte{})
	f := func(room, want int) {
		t.Helper()
		from := &manyTurns{n: 20_000}
		writer := newParquetRows(&fullAfter{room}, columnsOf(reflect.TypeFor[Turn]()))
		writer.maxRows = parquetBatch
		err := (Export{What: Turns}).scan(t.Context(), from, func(any) error {
			text := make([]byte, 4096)
			_, _ = noise.Read(text) // never fails
			return writer.write(&Turn{Prompt: hex.EncodeToString(text)})
		})
		if !errors.Is(err, errFull) || from.yielded != want {
			t.Errorf("got %v after %d rows", err, from.yielded)
		}
	}
	f(0, parquetBatch)
	f(600<<10, 2*parquetBatch) // a group takes some 400 KiB
}

// TestExportSaysWhenTheEndIsLost fails at the last bytes, which no row sees.
func TestExportSaysWhenTheEndIsLost(t *testing.T) {
	for _, format := range []Format{JSONLines, CSV, Parquet} {
		from := sample()
		size := len(written(t, from, Events, format))
		x := Export{What: Events, Format: format}
		if err := x.Write(t.Context(), from, &fullAfter{size - 1}); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", format, err)
		}
		if err := x.Write(t.Context(), from, &fullAfter{size}); err != nil {
			t.Errorf("%s: got %v", format, err)
		}
	}
}

func TestExportStopsWithTheStore(t *testing.T) {
	errBroken := errors.New("broken")
	for _, format := range []Format{JSONLines, CSV, Parquet} {
		from := sample()
		from.broken = errBroken
		x := Export{What: Events, Format: format}
		if err := x.Write(t.Context(), from, io.Discard); !errors.Is(err, errBroken) {
			t.Errorf("%s: got %v", format, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := x.Write(ctx, sample(), io.Discard); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", format, err)
		}
		from = sample()
		from.events[1].Properties = event.Properties{{Name: "a", Value: "{"}}
		if err := x.Write(t.Context(), from, io.Discard); err == nil {
			t.Errorf("%s: what is not JSON was written as such", format)
		}
	}
}

func TestExportKeepsTheOrder(t *testing.T) {
	const n = 3*parquetBatch + 5
	next := 0
	see := func(id string) {
		next++
		if want := fmt.Sprintf("t%07d", next); id != want {
			t.Fatalf("got %s for %s", id, want)
		}
	}
	for line := range strings.Lines(written(t, &manyTurns{n: n}, Turns, JSONLines)) {
		see(line[len(`{"turn_id":"`):][:8])
	}
	if next != n {
		t.Errorf("%d lines", next)
	}
	next = 0
	for _, row := range table(t, written(t, &manyTurns{n: n}, Turns, CSV)) {
		see(row["turn_id"])
	}
	if next != n {
		t.Errorf("%d lines of CSV", next)
	}
	next = 0
	for _, row := range cells(t, openParquet(t, written(t, &manyTurns{n: n}, Turns, Parquet))) {
		id, _ := row["turn_id"].(string)
		see(id)
	}
	if next != n {
		t.Errorf("%d rows of Parquet", next)
	}
}

func TestExportBoundsRowGroups(t *testing.T) {
	f := func(rows, size int, want ...int64) {
		t.Helper()
		var out bytes.Buffer
		writer := newParquetRows(&out, columnsOf(reflect.TypeFor[Turn]()))
		if writer.maxRows != groupRows || writer.maxBytes != groupBytes {
			t.Error("an export has other bounds")
		}
		writer.maxRows, writer.maxBytes = rows, size
		from := &manyTurns{n: 300, prompt: strings.Repeat("x", 1000)}
		if err := (Export{What: Turns}).scan(t.Context(), from, writer.write); err != nil {
			t.Fatal(err)
		}
		if err := writer.close(); err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, group := range openParquet(t, out.String()).RowGroups() {
			got = append(got, group.NumRows())
		}
		if !slices.Equal(got, want) {
			t.Errorf("got groups of %v rows, want %v", got, want)
		}
	}
	// A group ends with the batch of 64 that reaches a bound.
	f(1000, 1_000_000, 300)
	f(100, 1_000_000, 128, 128, 44)
	f(128, 1_000_000, 128, 128, 44)
	f(1000, 150_000, 192, 108)
	f(1, 1, 64, 64, 64, 64, 44)
}

func FuzzExportCSVCell(f *testing.F) {
	for _, seed := range []string{"", hard, `"`, "a,b", "\r", "=1", " ", "\x00\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "\r") {
			return // encoding/csv changes them; TestExportCSV compares bytes
		}
		from := &manyTurns{n: 1, prompt: text}
		rows := table(t, written(t, from, Turns, CSV))
		if len(rows) != 1 || rows[0]["prompt"] != defused(text) {
			t.Errorf("%q was read as %q", text, rows)
		}
	})
}

func BenchmarkExport(b *testing.B) {
	for _, format := range []Format{JSONLines, CSV, Parquet} {
		b.Run(string(format), func(b *testing.B) {
			b.ReportAllocs()
			var out bytes.Buffer
			x := Export{What: Turns, Format: format}
			if err := x.Write(b.Context(), &manyTurns{n: b.N, prompt: hard}, &out); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(out.Len())/float64(b.N), "B/row")
		})
	}
}
