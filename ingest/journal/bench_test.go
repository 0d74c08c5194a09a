package journal

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkAppend measures durable appends by many goroutines: records and
// megabytes a second, the 99th percentile of an acknowledgement, and records a
// sync carries. Sealed segments are removed on the way.
func BenchmarkAppend(b *testing.B) {
	f := func(callers, size int) {
		b.Run(fmt.Sprintf("callers=%d/bytes=%d", callers, size), func(b *testing.B) {
			counted := &syncCounter{Files: OS()}
			j := mustOpen(b, b.TempDir(), Options{Files: counted})
			record := make([]byte, size)
			waits := make([][]time.Duration, callers)
			var left atomic.Int64
			left.Store(int64(b.N))
			var all sync.WaitGroup
			b.ResetTimer()
			for c := range callers {
				all.Go(func() {
					for left.Add(-1) >= 0 {
						waits[c] = append(waits[c], timed(b, j, record))
					}
				})
			}
			all.Wait()
			b.StopTimer()
			sorted := slices.Concat(waits...)
			slices.Sort(sorted)
			seconds := b.Elapsed().Seconds()
			b.ReportMetric(float64(b.N)/seconds, "records/s")
			b.ReportMetric(float64(b.N)*float64(size)/1e6/seconds, "MB/s")
			b.ReportMetric(float64(sorted[len(sorted)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(b.N)/float64(counted.syncs.Load()), "records/sync")
		})
	}
	f(1, 400)
	f(64, 400)
	f(256, 400)
	f(8, 400_000)
	f(64, 400_000)
}

func timed(b *testing.B, j *Journal, record []byte) time.Duration {
	b.Helper()
	began := time.Now() //nolint:forbidigo // a benchmark's clock
	p, err := j.Append(context.Background(), record)
	if err != nil {
		b.Error(err)
	}
	took := time.Since(began)
	if p.Index == 0 {
		for _, s := range j.Segments() {
			if err = j.Remove(s.Number); err != nil {
				b.Error(err)
			}
		}
	}
	return took
}

// syncCounter counts the syncs of data.
type syncCounter struct {
	Files
	syncs atomic.Int64
}

func (c *syncCounter) Create(path string, size int64) (File, error) {
	f, err := c.Files.Create(path, size)
	return countedFile{f, &c.syncs}, err
}

type countedFile struct {
	File
	syncs *atomic.Int64
}

func (f countedFile) Sync() error {
	f.syncs.Add(1)
	return f.File.Sync()
}

// BenchmarkRead measures replay of a segment of 64 MiB of records of 400 bytes,
// sound and with every hundredth record damaged.
func BenchmarkRead(b *testing.B) {
	f := func(name string, every int) {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			s := makeSample(slices.Repeat([]int{400}, 64<<20/420), true)
			for i := every; every > 0 && i < len(s.at); i += every {
				flip(s.at[i].Offset + 100)(s)
			}
			if err := os.WriteFile(pathOf(dir, s.number), s.bytes, 0o600); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(s.bytes)))
			b.ReportAllocs()
			for b.Loop() {
				report, err := Read(dir, s.number, func(int, []byte) error { return nil })
				if err != nil || report.Records+report.Lost() != len(s.at) {
					b.Fatalf("%+v, %v", report, err)
				}
			}
		})
	}
	f("sound", 0)
	f("damaged", 100)
}
