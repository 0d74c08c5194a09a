package journal

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

var (
	// ErrClosed is returned after Close.
	ErrClosed = errors.New("the journal is closed")
	// ErrFailed wraps what the disk said when a write or a sync failed. The
	// records of that group are not durable; the next Append tries anew.
	ErrFailed = errors.New("the journal cannot write")
	// ErrFull is returned while the disk is full; it also matches what the
	// system said (syscall.ENOSPC, syscall.EDQUOT). The journal recovers by
	// itself when there is space.
	ErrFull = errors.New("the journal's disk is full")
	// ErrTooLarge is returned for a record above Options.MaxRecord.
	ErrTooLarge = errors.New("the record is too large for the journal")
	// ErrNewer is returned by Open for a folder with a segment in a later format.
	ErrNewer = errors.New("a newer version of Debrief has written this: use that one, nothing was changed")
	// ErrOpen is returned when a segment that still takes records is to be
	// read or removed.
	ErrOpen = errors.New("the segment is not sealed")
)

// Unknown is the count of records of a segment that an earlier run left: only
// Read tells it.
const Unknown = -1

const (
	defaultSegment = 64 << 20
	defaultRecord  = 16 << 20
	largestSegment = 1 << 30
	// groupBytes bounds a group, and with it the wait of whoever comes next.
	groupBytes = 8 << 20
	// groupsHeld bounds the memory: one group being written and one waiting.
	groupsHeld = 2
)

// Options of a journal. The zero value is useful.
type Options struct {
	// SegmentBytes is reserved for a segment and bounds it; 64 MiB by default,
	// at most 1 GiB.
	SegmentBytes int64
	// GroupDelay is how long the first record of a group waits for company. By
	// default it does not: a group is what arrived while the previous one was
	// being synced.
	GroupDelay time.Duration
	// MaxRecord in bytes; 16 MiB by default, and less than SegmentBytes.
	MaxRecord int
	// First is the lowest number a new segment may get. A caller whose store
	// knows the highest token passes one more, which keeps numbers unique even
	// when somebody emptied the journal's folder.
	First uint64
	// Files is the file system to write to; OS by default.
	Files Files
}

// Position of a record: its segment, and its place there counted from 0.
type Position struct {
	Segment uint64
	Index   int
}

// Segment is a file of records.
type Segment struct {
	Number uint64
	// Records acknowledged; Unknown when an earlier run left the segment.
	Records int
	// Bytes of the file.
	Bytes int64
}

func (s Segment) compare(other Segment) int { return cmp.Compare(s.Number, other.Number) }

// Journal is safe for use by many goroutines. Make one with Open.
type Journal struct {
	dir     string
	options Options
	files   Files
	limit   int                 // bytes of a group
	room    *semaphore.Weighted // for bytes of groups; it serves in order

	wake   chan struct{} // there is work
	hurry  chan struct{} // do not wait for GroupDelay
	exited chan struct{}

	// current, next and closeErr belong to the committer.
	current  *openSegment
	next     uint64
	closeErr error

	mu       sync.Mutex
	queue    []*group // oldest first; the last takes records
	inFlight *group   // nil when nothing is being written
	spare    [][]byte // buffers for groups to come
	sealed   []Segment
	open     uint64 // number of the current segment, 0 when there is none
	closed   bool
}

// Open opens the journal in dir, which it creates when it is missing (its
// parent must exist). Segments that earlier runs left are synced, so that
// everything Read returns of them is durable, and listed by Segments; they are
// never appended to. A new segment is created when its first record comes.
func Open(dir string, options Options) (*Journal, error) {
	options, err := options.withDefaults()
	if err != nil {
		return nil, err
	}
	j := &Journal{
		dir: dir, options: options, files: options.Files,
		limit:  int(min(groupBytes, options.SegmentBytes-overheadBytes)),
		wake:   make(chan struct{}, 1),
		hurry:  make(chan struct{}, 1),
		exited: make(chan struct{}),
	}
	j.room = semaphore.NewWeighted(int64(groupsHeld * j.limit))
	if err = j.recover(); err != nil {
		return nil, fmt.Errorf("cannot open the journal in %s: %w", dir, err)
	}
	go j.run()
	return j, nil
}

func (o Options) withDefaults() (Options, error) {
	o.SegmentBytes = cmp.Or(o.SegmentBytes, defaultSegment)
	room := o.SegmentBytes - overheadBytes - frameBytes
	o.MaxRecord = cmp.Or(o.MaxRecord, int(min(defaultRecord, room)))
	if o.Files == nil {
		o.Files = OS()
	}
	if o.SegmentBytes > largestSegment || o.MaxRecord < 1 || int64(o.MaxRecord) > room {
		return o, fmt.Errorf("cannot open a journal with segments of %d bytes and records of up to %d", o.SegmentBytes, o.MaxRecord)
	}
	return o, nil
}

// recover finds what earlier runs left and makes it durable. A killed process
// leaves bytes and names that every reader sees and a power loss still takes;
// whoever answers for them must sync them first.
func (j *Journal) recover() error {
	err := os.Mkdir(j.dir, 0o700)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err = j.files.Sync(filepath.Dir(j.dir)); err != nil {
		return err
	}
	if j.sealed, err = List(j.dir); err != nil {
		return err
	}
	for _, s := range j.sealed {
		if err = refuseNewer(j.dir, s.Number); err != nil {
			return err
		}
		if err = j.files.Sync(pathOf(j.dir, s.Number)); err != nil {
			return err
		}
	}
	number, recorded, err := lowest(j.dir, j.sealed, j.options.First)
	if err != nil {
		return err
	}
	if !recorded {
		if err = writeNext(j.files, j.dir, number); err != nil {
			return err
		}
	}
	j.next = number
	return j.files.Sync(j.dir)
}

// Segments returns the sealed segments that were not removed, oldest first:
// those of earlier runs and of this one. Once an Append has returned a position
// in a segment, every segment with a lower number is sealed and listed.
func (j *Journal) Segments() []Segment {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.sealed)
}

// Remove deletes a sealed segment; call it when the store has committed its
// records. One that is not there is no error, one that still takes records is
// ErrOpen. A power loss before the next segment is created may bring the file
// back. That is harmless to a store that knows the number as a token, and the
// number is not used again either way.
func (j *Journal) Remove(number uint64) error {
	j.mu.Lock()
	open := j.open
	j.mu.Unlock()
	if number == open && number != 0 {
		return fmt.Errorf("cannot remove segment %d: %w", number, ErrOpen)
	}
	if err := removeIfThere(j.files, pathOf(j.dir, number)); err != nil {
		return fmt.Errorf("cannot remove segment %d: %w", number, err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.sealed = slices.DeleteFunc(j.sealed, func(s Segment) bool { return s.Number == number })
	return nil
}

// Close commits what was appended, seals the segment and waits for that. The
// error concerns the seal only, which no record depends on.
func (j *Journal) Close() error {
	j.mu.Lock()
	j.closed = true
	j.mu.Unlock()
	signal(j.hurry)
	signal(j.wake)
	<-j.exited
	return j.closeErr
}

// signal sets a flag that a channel of one element is.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
