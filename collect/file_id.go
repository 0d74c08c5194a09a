package collect

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
)

// importID is an id made from what identifies an event or a conversation in
// its file, so that it is the same whenever the file is read.
func importID(parts ...string) string { return importName(digest(parts...)) }

// digest is a hash of parts that others, put together, do not have.
func digest(parts ...string) []byte {
	h := sha256.New()
	var length [8]byte
	for _, part := range parts {
		binary.LittleEndian.PutUint64(length[:], uint64(len(part)))
		h.Write(length[:])
		h.Write([]byte(part))
	}
	return h.Sum(nil)
}

// importName writes a hash as an id.
func importName(sum []byte) string {
	const idBytes = 20
	return "imp-" + base32.StdEncoding.EncodeToString(sum[:idBytes])
}

// occurrences tell equal records without an id apart by how many came before.
// The last generation of a million records, at least, is remembered, so that
// memory is bounded: what is further from its like is taken for a repeat. The
// count depends on the file alone.
type occurrences struct{ seen, older map[uint64]uint32 }

const generation = 1_000_000

// of counts one more record with this content and returns a hash that it
// shares with no other.
func (o *occurrences) of(content []byte) []byte {
	sum := sha256.Sum256(content)
	short := binary.LittleEndian.Uint64(sum[:])
	before, ok := o.seen[short]
	if !ok {
		before = o.older[short]
	}
	if o.seen == nil || len(o.seen) >= generation {
		o.seen, o.older = make(map[uint64]uint32), o.seen
	}
	o.seen[short] = before + 1
	unique := sha256.Sum256(binary.LittleEndian.AppendUint32(sum[:], before))
	return unique[:]
}
