package eval

import (
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/debrief-dev/debrief/topic"
)

// TopicCost is what topics of many prompts cost.
type TopicCost struct {
	Prompts int
	Fit     time.Duration // processor time to find topics and to place every prompt
	Assign  time.Duration // processor time for a prompt
	Heap    uint64        // bytes that were in use at most, the prompts aside
}

// MeasureTopics fits topics on count prompts, drawn from these again and again
// with words left out, so that few are alike. Time is the processor's, so that
// what else the machine does counts less.
func MeasureTopics(from []Labelled, count int) TopicCost {
	random := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // the same prompts every time
	prompts := make([]topic.Prompt, count)
	for i := range prompts {
		words := strings.Fields(from[random.IntN(len(from))].Text)
		out := words[:0]
		for _, w := range words {
			if random.IntN(8) > 0 {
				out = append(out, w)
			}
		}
		prompts[i] = topic.Prompt{ID: strconv.Itoa(i), Text: strings.Join(out, " ")}
	}
	runtime.GC()
	base := inUse()
	stop, most := make(chan struct{}), make(chan uint64)
	go watch(stop, most)
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	began := processor()
	model := topic.Fit(prompts, topic.Options{})
	fitted := processor()
	for i := range prompts {
		model.Assign(prompts[i])
	}
	ended := processor()
	close(stop)
	return TopicCost{Prompts: count, Fit: ended - began, Assign: (ended - fitted) / time.Duration(count), Heap: <-most - base}
}

func inUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

// watch sends the most memory that was in use until it is told to stop.
func watch(stop <-chan struct{}, most chan<- uint64) {
	var seen uint64
	for {
		seen = max(seen, inUse())
		select {
		case <-stop:
			most <- seen
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// processor is how long this process has been served by a processor.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
