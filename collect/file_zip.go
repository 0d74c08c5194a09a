package collect

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
)

// zipReader reads the files of a zip archive one after the other, as it comes:
// the directory at its end, which archive/zip begins with, is not needed.
// Layout: APPNOTE.TXT 6.3.10, sections 4.3.7 and 4.3.9.
type zipReader struct {
	from    *bufio.Reader
	current io.Reader // the file that is being read; nil before the first
	flags   uint16    // its
	names   []string  // of all files so far
}

// Signatures, flags and methods.
const (
	zipHeader     = "PK\x03\x04"
	zipDescriptor = "PK\x07\x08"

	zipEncrypted   = 1 << 0
	zipSizesFollow = 1 << 3 // in a descriptor after the file

	zipStored   = 0
	zipDeflated = 8
)

// zipFixed is the part of a header whose length is fixed.
type zipFixed struct {
	Signature, CRC, Packed, Size uint32
	Flags, Method                uint16
	NameLength, ExtraLength      uint16
}

const zipFixedBytes = 30

func readZipFixed(b []byte) zipFixed {
	le := binary.LittleEndian
	return zipFixed{
		Flags: le.Uint16(b[6:]), Method: le.Uint16(b[8:]), CRC: le.Uint32(b[14:]), Packed: le.Uint32(b[18:]), Size: le.Uint32(b[22:]),
		NameLength: le.Uint16(b[26:]), ExtraLength: le.Uint16(b[28:]),
	}
}

// next passes over what is left of a file and opens the one after it; io.EOF
// after the last.
func (z *zipReader) next() (content *bufio.Reader, name string, err error) {
	for {
		if err = z.pass(); err != nil {
			return nil, "", unreadableFile(err)
		}
		start, err := z.from.Peek(zipFixedBytes)
		if !bytes.HasPrefix(start, []byte(zipHeader)) {
			return nil, "", io.EOF
		}
		if err != nil {
			return nil, "", unreadableFile(err)
		}
		h := readZipFixed(start)
		head := make([]byte, zipFixedBytes+int(h.NameLength)+int(h.ExtraLength))
		if _, err = io.ReadFull(z.from, head); err != nil {
			return nil, "", unreadableFile(err)
		}
		name = string(head[zipFixedBytes : zipFixedBytes+int(h.NameLength)])
		if err = z.enter(h, name, head[zipFixedBytes+int(h.NameLength):]); err != nil {
			return nil, "", err
		}
		if name == "" || name[len(name)-1] != '/' {
			z.names = append(z.names, name)
			return bufio.NewReaderSize(z.current, peeked), name, nil
		}
	}
}

// enter makes the content of a file readable.
func (z *zipReader) enter(h zipFixed, name string, extra []byte) error {
	z.flags = h.Flags
	switch {
	case h.Flags&zipEncrypted != 0:
		return fmt.Errorf("%w: %q in the archive is encrypted: unpack it first", ErrUnreadable, clip(name))
	case h.Method == zipDeflated:
		z.current = flate.NewReader(z.from)
	case h.Method == zipStored && h.Flags&zipSizesFollow == 0:
		z.current = io.LimitReader(z.from, zipSize(h, extra))
	default:
		return fmt.Errorf("%w: %q in the archive is packed in a way that is not understood: unpack it first", ErrUnreadable, clip(name))
	}
	return nil
}

// zipSize is the packed size of a file, which may stand in the extra field.
func zipSize(h zipFixed, extra []byte) int64 {
	const in64, zip64, fieldHead, sizeAndPacked = 1<<32 - 1, 1, 4, 16
	for h.Packed == in64 && len(extra) >= fieldHead {
		id, length := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[fieldHead:]; length > len(extra) {
			break
		}
		if id == zip64 && length >= sizeAndPacked {
			return int64(binary.LittleEndian.Uint64(extra[8:]) & (1<<63 - 1))
		}
		extra = extra[length:]
	}
	return int64(h.Packed)
}

// pass reads on to the end of the current file and its descriptor.
func (z *zipReader) pass() error {
	if z.current == nil {
		return nil
	}
	if _, err := io.Copy(io.Discard, z.current); err != nil {
		return err
	}
	z.current = nil
	if z.flags&zipSizesFollow == 0 {
		return nil
	}
	const without, with, large = 12, 16, 24 // bytes: no signature; with it; with it and sizes of 64 bits
	ahead, _ := z.from.Peek(large + len(zipHeader))
	length := without
	if bytes.HasPrefix(ahead, []byte(zipDescriptor)) {
		length = with
		if len(ahead) >= large+2 && bytes.HasPrefix(ahead[large:], []byte("PK")) && !bytes.HasPrefix(ahead[with:], []byte("PK")) {
			length = large
		}
	}
	_, err := z.from.Discard(length)
	return err
}

// seen names the files.
func (z *zipReader) seen() string { return listed(z.names) }
