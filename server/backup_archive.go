package server

import (
	"archive/tar"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// A backup is a tar archive that needs nothing of ours to be read: what it is
// (backup.json), the files of a data folder, and their checksums as
// `sha256sum -c` takes them.
const (
	backupAbout = "backup.json"
	backupSums  = "SHA256SUMS"
	// backupFormat is raised when older versions could not restore a backup.
	backupFormat = 1
	// backupSmall bounds what is read of the entries that are not files.
	backupSmall = 1 << 20
)

// ErrBackup wraps what is wrong with an archive that is to be restored.
var ErrBackup = errors.New("it is no backup that can be restored")

// Backup says what a backup is.
type Backup struct {
	Format  int       `json:"format"`
	Version string    `json:"version"` // of the program that made it
	MadeAt  time.Time `json:"made_at"`
}

// Snapshotter gives a file as it is at one moment, with its size, while it is
// written to.
type Snapshotter interface {
	Snapshot(ctx context.Context) (io.ReadCloser, int64, error)
}

// BackupPart is a file of the data folder that a backup has.
type BackupPart struct {
	Name string
	From Snapshotter
}

// backupFile is one file that goes into an archive.
type backupFile struct {
	name string
	size int64
	from io.Reader
}

// archive writes a backup.
type archive struct {
	*tar.Writer

	at   time.Time
	sums strings.Builder
}

// sumLine is a line of the checksums.
func sumLine(sum []byte, name string) string { return hex.EncodeToString(sum) + "  " + name + "\n" }

// archiveSize is how long a backup of these files is, to the byte.
func archiveSize(about []byte, files []backupFile) int64 {
	const block = 512
	entry := func(size int64) int64 { return block + (size+block-1)/block*block }
	total := entry(int64(len(about))) + 2*block
	sums := len(sumLine(make([]byte, sha256.Size), backupAbout))
	for _, f := range files {
		total += entry(f.size)
		sums += len(sumLine(make([]byte, sha256.Size), f.name))
	}
	return total + entry(int64(sums))
}

// writeBackup writes an archive whose length is archiveSize.
func writeBackup(to io.Writer, about []byte, at time.Time, files []backupFile) error {
	a := &archive{Writer: tar.NewWriter(to), at: at}
	files = append([]backupFile{{name: backupAbout, size: int64(len(about)), from: strings.NewReader(string(about))}}, files...)
	for _, f := range files {
		sum := sha256.New()
		if err := a.add(backupFile{f.name, f.size, io.TeeReader(f.from, sum)}); err != nil {
			return fmt.Errorf("cannot back up %s: %w", f.name, err)
		}
		a.sums.WriteString(sumLine(sum.Sum(nil), f.name))
	}
	sums := a.sums.String()
	if err := a.add(backupFile{backupSums, int64(len(sums)), strings.NewReader(sums)}); err != nil {
		return err
	}
	return a.Close()
}

func (a *archive) add(f backupFile) error {
	const mode = 0o600
	// This format needs one block a header, whatever the size.
	err := a.WriteHeader(&tar.Header{Name: f.name, Size: f.size, Mode: mode, ModTime: a.at, Format: tar.FormatGNU})
	if err != nil {
		return err
	}
	n, err := io.Copy(a, io.LimitReader(f.from, f.size))
	if err == nil && n < f.size {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// ReadBackup reads an archive to its end, gives each of its files to take, and
// returns nil once all of them are what they were. Until then nothing of it
// may be relied on.
func ReadBackup(from io.Reader, take func(name string, content io.Reader) error) (Backup, error) {
	entries := tar.NewReader(bufio.NewReader(from))
	about, sum, err := readAbout(entries)
	if err != nil {
		return about, err
	}
	sums := []string{sum}
	for {
		header, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return about, fmt.Errorf("%w: it ends before its checksums, as one that was cut off does", ErrBackup)
		}
		if err != nil {
			return about, unreadableBackup(err)
		}
		if header.Name == backupSums {
			return about, checkSums(entries, sums)
		}
		if header.Typeflag != tar.TypeReg || len(header.PAXRecords) > 0 || strings.ContainsAny(header.Name, `/\`) || strings.HasPrefix(header.Name, ".") {
			return about, fmt.Errorf("%w: it has an entry %q, which no data folder has", ErrBackup, header.Name)
		}
		hash := sha256.New()
		content := io.TeeReader(entries, hash)
		if err = take(header.Name, content); err == nil {
			_, err = io.Copy(io.Discard, content) // what was left unread
		}
		if err != nil {
			return about, unreadableBackup(err)
		}
		sums = append(sums, sumLine(hash.Sum(nil), header.Name))
	}
}

// readAbout reads the first entry.
func readAbout(entries *tar.Reader) (about Backup, sum string, err error) {
	header, err := entries.Next()
	if err != nil || header.Name != backupAbout {
		return about, "", fmt.Errorf("%w: `debrief backup` has not written it", ErrBackup)
	}
	text, err := io.ReadAll(io.LimitReader(entries, backupSmall))
	if err == nil {
		err = json.Unmarshal(text, &about)
	}
	if err != nil {
		return about, "", unreadableBackup(err)
	}
	if about.Format > backupFormat {
		return about, "", fmt.Errorf("%w: version %s wrote it in a format that this version does not know; use that version", ErrBackup, about.Version)
	}
	hash := sha256.Sum256(text)
	return about, sumLine(hash[:], backupAbout), nil
}

// unreadableBackup tells damage of the archive from a fault of whoever takes
// its files, which is not the archive's.
func unreadableBackup(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, tar.ErrHeader) {
		return fmt.Errorf("%w: it is damaged or cut off: %w", ErrBackup, err)
	}
	return err
}

// checkSums compares the checksums of what was read with those of what was
// written.
func checkSums(entries *tar.Reader, have []string) error {
	text, err := io.ReadAll(io.LimitReader(entries, backupSmall))
	if err != nil {
		return unreadableBackup(err)
	}
	want := strings.SplitAfter(string(text), "\n")
	if len(want) != len(have)+1 {
		return fmt.Errorf("%w: it has %d files and checksums of %d", ErrBackup, len(have), len(want)-1)
	}
	for i, line := range have {
		if want[i] != line {
			_, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
			return fmt.Errorf("%w: %s is not what was written: its checksum differs", ErrBackup, name)
		}
	}
	return nil
}
