package duckdb

import "github.com/debrief-dev/debrief/event"

// batch is the events of an Append by the hashes of their identities.
type batch struct {
	events []*event.Event
	hashes []uint64
	stored []bool
	first  map[uint64]int32   // the place of the first event with that hash
	others map[uint64][]int32 // and of the others, whose ids are not the same: hardly ever any
}

func newBatch(n int) *batch {
	return &batch{events: make([]*event.Event, 0, n), hashes: make([]uint64, 0, n), first: make(map[uint64]int32, n), others: make(map[uint64][]int32)}
}

// add takes an event in, unless it is a repeat of one that is there.
func (b *batch) add(e *event.Event) bool {
	hash := hashID(e.Project, e.ID)
	if b.find(hash, e.Project, e.ID) >= 0 {
		return false
	}
	place := int32(len(b.events)) //nolint:gosec // a batch fits into memory
	if _, taken := b.first[hash]; taken {
		b.others[hash] = append(b.others[hash], place)
	} else {
		b.first[hash] = place
	}
	b.events, b.hashes, b.stored = append(b.events, e), append(b.hashes, hash), append(b.stored, false)
	return true
}

// last is the hash of the event that was added last.
func (b *batch) last() uint64 { return b.hashes[len(b.hashes)-1] }

// find is the place of the event with that id; negative where there is none.
func (b *batch) find(hash uint64, project, id string) int32 {
	first, known := b.first[hash]
	if !known {
		return -1
	}
	for _, at := range append([]int32{first}, b.others[hash]...) {
		if b.events[at].ID == id && b.events[at].Project == project {
			return at
		}
	}
	return -1
}

// unstored are the events that were not found in the store.
func (b *batch) unstored() []*event.Event {
	kept := b.events[:0]
	for i, e := range b.events {
		if !b.stored[i] {
			kept = append(kept, e)
		}
	}
	return kept
}
