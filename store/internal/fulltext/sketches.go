package fulltext

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/debrief-dev/debrief/text"
)

// slotSize is the size of a sketch in the file: the ordinal of its
// conversation, 0 for a slot that is free, the position of its turn, and the
// sketch, little endian.
const slotSize = 4 + 4 + 8*text.SketchWords

// slot is one sketch of the file.
type slot struct {
	number            int64
	ordinal, position uint32
	sketch            text.Sketch
}

// sketchFile is a flat file of sketches. It is read rather than mapped: pages
// of the system's cache are given back at need and are not this process's.
type sketchFile struct {
	slots int64 // how many are in use; guarded by the index's mutex

	file   *os.File // nil where it is kept in memory
	mutex  sync.RWMutex
	memory []byte
}

func sketchPath(index string) string { return index + "-sketches" }

// errShort says that sketches are missing.
var errShort = errors.New("the file of sketches is too short")

func openSketches(index string, slots int64) (*sketchFile, error) {
	f := &sketchFile{slots: slots}
	if index == "" {
		return f, nil
	}
	const mode = 0o600
	var err error
	if f.file, err = os.OpenFile(sketchPath(index), os.O_RDWR|os.O_CREATE, mode); err != nil {
		return nil, err
	}
	info, err := f.file.Stat()
	if err == nil && info.Size() < slots*slotSize {
		err = errShort
	}
	if err == nil {
		err = f.file.Truncate(slots * slotSize)
	}
	if err != nil {
		return nil, errors.Join(err, f.file.Close())
	}
	return f, nil
}

func (f *sketchFile) close() error {
	if f.file == nil {
		return nil
	}
	return f.file.Close()
}

// write writes slots and returns once they are on disk.
func (f *sketchFile) write(changed []slot) error {
	if len(changed) == 0 {
		return nil
	}
	slices.SortStableFunc(changed, func(a, b slot) int { return int(a.number - b.number) })
	for from := 0; from < len(changed); {
		to := from + 1
		for to < len(changed) && changed[to].number == changed[to-1].number+1 {
			to++
		}
		var run []byte
		for _, s := range changed[from:to] {
			run = binary.LittleEndian.AppendUint32(run, s.ordinal)
			run = binary.LittleEndian.AppendUint32(run, s.position)
			for _, word := range s.sketch {
				run = binary.LittleEndian.AppendUint64(run, word)
			}
		}
		if err := f.writeAt(run, changed[from].number*slotSize); err != nil {
			return fmt.Errorf("cannot write sketches: %w", err)
		}
		from = to
	}
	if f.file == nil {
		return nil
	}
	return f.file.Sync()
}

func (f *sketchFile) writeAt(run []byte, at int64) error {
	if f.file != nil {
		_, err := f.file.WriteAt(run, at)
		return err
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if need := at + int64(len(run)); need > int64(len(f.memory)) {
		f.memory = append(f.memory, make([]byte, need-int64(len(f.memory)))...)
	}
	copy(f.memory[at:], run)
	return nil
}

// scan calls fn for every slot in use that holds a sketch.
func (f *sketchFile) scan(slots int64, fn func(slot)) error {
	const block = 1 << 14
	buffer := make([]byte, block*slotSize)
	for at := int64(0); at < slots; at += block {
		part := buffer[:min(block, slots-at)*slotSize]
		if err := f.readAt(part, at*slotSize); err != nil {
			return fmt.Errorf("cannot read sketches: %w", err)
		}
		for i := int64(0); len(part) > 0; i, part = i+1, part[slotSize:] {
			s := slot{number: at + i, ordinal: binary.LittleEndian.Uint32(part), position: binary.LittleEndian.Uint32(part[4:])}
			if s.ordinal == 0 {
				continue
			}
			for w := range s.sketch {
				s.sketch[w] = binary.LittleEndian.Uint64(part[8+8*w:])
			}
			fn(s)
		}
	}
	return nil
}

func (f *sketchFile) readAt(part []byte, at int64) error {
	if f.file != nil {
		_, err := f.file.ReadAt(part, at)
		return err
	}
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	if copy(part, f.memory[at:]) < len(part) {
		return io.ErrUnexpectedEOF
	}
	return nil
}
