package journal

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"hash/crc32"
	"math"
)

const (
	// magic ends with the format's version, of records too: whatever an older
	// reader could not read takes the next one.
	magic = "DBRFJNL1"
	// headerBlock is one sector of a disk; two copies survive the loss of one.
	headerBlock = 4096
	headerBytes = 2 * headerBlock
	// headerSum is where the header's checksum stands.
	headerSum = 24
	// frameBytes come before each record.
	frameBytes = 20
	// startsGroup is the bit of a frame's length that says that everything
	// before the frame had been synced.
	startsGroup = 1 << 31
	// sealLength in a frame's length says that it is the seal.
	sealLength = math.MaxUint32
	// overheadBytes of a segment are not for records: headers and seal.
	overheadBytes = headerBytes + frameBytes
)

// identity tells the frames of one segment from every other bytes.
type identity struct {
	number uint64
	mark   [4]byte
	seed   [4]byte
	base   uint32 // checksum of seed and number
}

// withBase completes an identity.
func (id identity) withBase() identity {
	id.base = checksum(binary.LittleEndian.AppendUint64(id.seed[:], id.number))
	return id
}

// newIdentity draws mark and seed. A mark has no zero byte, so that the search
// for it runs fast through reserved space.
func newIdentity(number uint64) identity {
	id := identity{number: number}
	_, _ = rand.Read(id.mark[:]) // It never fails: see crypto/rand.
	_, _ = rand.Read(id.seed[:])
	for i := range id.mark {
		id.mark[i] |= 1
	}
	return id.withBase()
}

// castagnoli is the table that crc32 keeps ready and computes in hardware.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

func checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli()) }

// header returns the segment's first bytes: both copies.
func (id identity) header() []byte {
	b := make([]byte, headerBytes)
	copy(b, magic)
	binary.LittleEndian.PutUint64(b[8:], id.number)
	copy(b[16:], id.mark[:])
	copy(b[20:], id.seed[:])
	binary.LittleEndian.PutUint32(b[headerSum:], checksum(b[:headerSum]))
	copy(b[headerBlock:], b[:headerBlock])
	return b
}

// parseHeader reads one copy of the header; false when it is damaged or that of
// another segment.
func parseHeader(b []byte, number uint64) (identity, bool) {
	if len(b) < headerBlock || string(b[:len(magic)]) != magic {
		return identity{}, false
	}
	id := identity{number: binary.LittleEndian.Uint64(b[8:])}
	copy(id.mark[:], b[16:])
	copy(id.seed[:], b[20:])
	sound := bytes.Equal(b[:headerBlock], id.header()[:headerBlock])
	return id.withBase(), sound && id.number == number
}

// frame is what stands before a record.
type frame struct {
	length int
	index  int
	sum    uint32
	starts bool // a group, so that everything before was synced
	seals  bool // the segment; index is the count of records then
}

// appendFrame adds length and checksum of a record, and the record. The rest is
// filled by stamp, which knows segment and index.
func appendFrame(buf, record []byte, sum uint32) []byte {
	var h [frameBytes]byte
	binary.LittleEndian.PutUint32(h[4:], uint32(len(record))) //nolint:gosec // Open keeps MaxRecord below 2^30
	binary.LittleEndian.PutUint32(h[12:], sum)
	return append(append(buf, h[:]...), record...)
}

// stamp completes one frame's first frameBytes.
func (id identity) stamp(h []byte, index uint32) {
	copy(h, id.mark[:])
	binary.LittleEndian.PutUint32(h[8:], index)
	binary.LittleEndian.PutUint32(h[16:], id.frameSum(h))
}

// stampAll completes the frames appendFrame made, one group, counting from
// index, and returns the index after the last.
func (id identity) stampAll(group []byte, index uint32) uint32 {
	for rest := group; len(rest) > 0; index++ {
		length := binary.LittleEndian.Uint32(rest[4:])
		if len(rest) == len(group) {
			binary.LittleEndian.PutUint32(rest[4:], length|startsGroup)
		}
		id.stamp(rest, index)
		rest = rest[frameBytes+int(length):]
	}
	return index
}

// seal returns the frame that closes a segment of count records.
func (id identity) seal(count uint32) []byte {
	h := make([]byte, frameBytes)
	binary.LittleEndian.PutUint32(h[4:], sealLength)
	id.stamp(h, count)
	return h
}

// parseFrame reads a frame's first frameBytes; false when they are not a frame
// of this segment.
func (id identity) parseFrame(h []byte) (frame, bool) {
	if len(h) < frameBytes || [4]byte(h) != id.mark {
		return frame{}, false
	}
	if binary.LittleEndian.Uint32(h[16:]) != id.frameSum(h) {
		return frame{}, false
	}
	length := binary.LittleEndian.Uint32(h[4:])
	f := frame{
		index:  int(binary.LittleEndian.Uint32(h[8:])),
		sum:    binary.LittleEndian.Uint32(h[12:]),
		starts: length&startsGroup != 0,
		seals:  length == sealLength,
	}
	if !f.seals {
		f.length = int(length &^ startsGroup)
	}
	return f, true
}

// frameSum is the checksum of seed, number and a frame's fields before it.
func (id identity) frameSum(h []byte) uint32 {
	return crc32.Update(id.base, castagnoli(), h[:16])
}
