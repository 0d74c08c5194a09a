package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// torturer sends batches of items, repeats those it got no answer for until it
// gets one, and repeats some that it did get one for.
type torturer struct {
	*ledger
	name   string
	random *rand.Rand
	to     *address
	next   int
	last   []item // of the last batch that was answered
	failed error
}

// item is one event as it is sent.
type item struct {
	text     string
	json     string
	harmless bool // an id or a time makes a repeat harmless
	valid    bool
}

func newTorturer(number int, seed uint64, to *address) *torturer {
	return &torturer{ledger: newLedger(), name: strconv.Itoa(number), random: rand.New(rand.NewPCG(seed, uint64(number)+1)), to: to}
}

func (s *torturer) run(stop <-chan struct{}) {
	for s.failed == nil {
		select {
		case <-stop:
			return
		default:
		}
		s.deliver(s.batch(), stop)
		time.Sleep(time.Duration(s.random.IntN(4)) * time.Millisecond)
	}
}

// batch makes new items, and takes some of the last batch again.
func (s *torturer) batch() []item {
	items := make([]item, 0, 64)
	for range 1 + s.random.IntN(40) {
		items = append(items, s.item())
	}
	for _, again := range s.last {
		if again.harmless && s.random.IntN(4) == 0 {
			items = append(items, again)
		}
	}
	s.random.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	return items
}

func (s *torturer) item() item {
	s.next++
	it := item{text: fmt.Sprintf("torture %s %d", s.name, s.next), valid: s.random.IntN(20) > 0}
	fields := []string{`"event":"screeb_copilot_user_prompt"`, `"user_id":"u` + s.name + `"`}
	if s.random.IntN(10) > 0 {
		fields = append(fields, fmt.Sprintf(`"id":"%s-%d"`, s.name, s.next))
		it.harmless = true
	}
	if s.random.IntN(2) == 0 {
		fields = append(fields, `"timestamp":"`+time.Now().UTC().Format(time.RFC3339Nano)+`"`)
		it.harmless = true
	}
	conversation := `,"conversation_id":"c` + s.name + "-" + strconv.Itoa(s.next/50) + `"`
	if !it.valid {
		conversation = ""
	}
	it.json = `{` + strings.Join(fields, ",") + `,"properties":{"prompt":"` + it.text + `"` + conversation + `}}`
	return it
}

// deliver sends a batch until it is answered. What a repeat would double is
// sent once and of unknown fate when there is no answer.
func (s *torturer) deliver(items []item, stop <-chan struct{}) {
	for len(items) > 0 {
		answered, err := s.send(items)
		switch {
		case err != nil:
			s.failed = err
			return
		case answered:
			s.to.answered.Add(int64(len(items)))
			s.last = items
			return
		}
		items = s.again(items)
		select {
		case <-stop: // the last server is up: one more round has to do
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// again keeps the items of an unanswered batch that may be repeated.
func (s *torturer) again(items []item) []item {
	var kept []item
	for _, it := range items {
		if it.harmless || !it.valid {
			kept = append(kept, it)
		} else {
			s.unknown[it.text] = true
		}
	}
	return kept
}

// send posts a batch and writes the answer down. No answer is no error: the
// server may just have been killed.
func (s *torturer) send(items []item) (answered bool, err error) {
	lines := make([]string, len(items))
	for i, it := range items {
		lines[i] = it.json
	}
	resp, err := http.Post(s.to.get()+"/t?k="+tortureWriteKey, "application/x-ndjson", strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		return false, nil // nobody is there
	}
	defer resp.Body.Close() //nolint:errcheck // it was read to its end
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode == http.StatusServiceUnavailable {
		return false, nil
	}
	var answer struct {
		Accepted, Duplicate int
		Rejected            []struct {
			Index int
			Code  string
		}
	}
	if err = json.Unmarshal(body, &answer); err != nil {
		return false, fmt.Errorf("%s: %s: %w", resp.Status, body, err)
	}
	if answer.Accepted+answer.Duplicate+len(answer.Rejected) != len(items) {
		return false, fmt.Errorf("%d items were answered by %s", len(items), body)
	}
	refused := make(map[int]bool)
	for _, r := range answer.Rejected {
		refused[r.Index] = true
	}
	for i, it := range items {
		if it.valid == refused[i] {
			return false, fmt.Errorf("%s was answered by %s", it.json, body)
		}
		if it.valid {
			s.acknowledged[it.text] = true
		} else {
			s.refused[it.text] = true
		}
	}
	return true, nil
}

// address is where the server listens at present, and how many items it has
// answered there and before.
type address struct {
	mu       sync.Mutex
	base     string
	answered atomic.Int64
}

func (a *address) set(base string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.base = base
}

func (a *address) get() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.base
}
