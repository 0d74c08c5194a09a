// Package journal keeps records until a store has them: the write-ahead
// journal that makes an acknowledgement durable.
//
// A record is bytes; what they mean is the caller's business. Append returns
// only after the record was written and its data synced to the disk, and many
// callers share one sync (group commit), so an acknowledgement costs a part of
// a disk flush. Records live in segments. A segment is sealed by Rotate, by the
// journal when the next group does not fit, or by Close; the caller stores a
// sealed segment's records under its number as the token and then calls Remove.
//
// # Promises
//
//   - What Append acknowledged is returned by Read, whatever happens to process
//     or power, as long as the disk keeps what it confirmed.
//   - Read returns a record with exactly the bytes that were appended, or does
//     not return it and says so. Damage never hides the good records after it.
//   - Segment numbers strictly increase for ever: across restarts, crashes, and
//     when every segment was removed. A number can therefore be a store's
//     idempotency token.
//   - A record whose Append failed or was cancelled is never reported as
//     durable, yet it may be returned after a restart: delivery is at least
//     once, and the ids inside the records make it once.
//
// # Failure
//
// A failed write or sync answers everybody in that group with an error, and the
// segment is abandoned: nothing is written to it or synced again, because a
// kernel may drop the failed pages and report success the next time. What had
// been acknowledged in it stays readable. The next Append tries a new segment,
// so the journal recovers by itself when the disk does. A full disk is ErrFull,
// anything else ErrFailed. The space of a segment is reserved when it is
// created, so a disk fills up between segments rather than within one, and some
// room is left for the store to drain the journal.
//
// # Format
//
// All integers are little endian, all checksums CRC-32C. A segment is a file
// named by its number: two equal header blocks of 4,096 bytes, then frames.
//
//	header  magic "DBRFJNL1" · number u64 · mark u32 · seed u32 · checksum u32 of these · zeros
//	frame   mark u32 · length u32 · index u32 · checksum u32 of the record ·
//	        checksum u32 of seed, number and the four fields before · record
//	seal    a frame without record: length 2^32-1, index = count of records
//
// The highest bit of a length marks the first frame of a group: that one was
// written after everything before it had been synced.
//
// Mark and seed are drawn at random for each segment. A record holds what a
// stranger sent; not knowing them he cannot write bytes that look like a frame,
// so the search for the next frame behind damage cannot be made to find a
// record inside a record. Reserved space reads as zeros, which is no frame. What
// is bad before the start of a sound group, or before the seal, had been synced:
// it is damage. What is bad behind the last start belongs to a write that was
// not finished: it is torn, and nobody was told that it is durable.
//
// The file "next" holds the lowest number never given to a segment.
//
// One process may open a folder at a time; its owner holds the lock.
package journal
