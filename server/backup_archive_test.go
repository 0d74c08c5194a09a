package server

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"strings"
	"testing"
	"time"
)

// madeBackup is an archive of these files.
func madeBackup(tb testing.TB, about string, contents ...string) []byte {
	tb.Helper()
	var files []backupFile
	for i, content := range contents {
		files = append(files, backupFile{name: string(rune('a' + i)), size: int64(len(content)), from: strings.NewReader(content)})
	}
	var to bytes.Buffer
	if err := writeBackup(&to, []byte(about), time.Unix(1, 0), files); err != nil {
		tb.Fatal(err)
	}
	if want := archiveSize([]byte(about), files); int64(to.Len()) != want {
		tb.Errorf("%d bytes, foretold %d", to.Len(), want)
	}
	return to.Bytes()
}

// readBackup reads an archive's files.
func readBackup(archive []byte) (map[string]string, error) {
	files := make(map[string]string)
	_, err := ReadBackup(bytes.NewReader(archive), func(name string, content io.Reader) error {
		text, err := io.ReadAll(content)
		files[name] = string(text)
		return err
	})
	return files, err
}

func TestBackupArchive(t *testing.T) {
	t.Parallel()
	f := func(contents ...string) {
		t.Helper()
		archive := madeBackup(t, `{"format":1}`, contents...)
		want := make(map[string]string)
		for i, content := range contents {
			want[string(rune('a'+i))] = content
		}
		if got, err := readBackup(archive); err != nil || !maps.Equal(got, want) {
			t.Errorf("read %q, %v; want %q", got, err, want)
		}
		for _, length := range []int{0, 1, 511, 512, 1024, len(archive) / 2, len(archive) - 1536} {
			if _, err := readBackup(archive[:min(length, len(archive)-1536)]); !errors.Is(err, ErrBackup) {
				t.Errorf("cut at %d of %d: %v", length, len(archive), err)
			}
		}
	}
	f()
	f("")
	f("one", strings.Repeat("two", 1000))
	f(strings.Repeat("x", 512), "", strings.Repeat("y", 1024))
	if _, err := readBackup(madeBackup(t, `{"format":2,"version":"9"}`, "x")); !errors.Is(err, ErrBackup) || !strings.Contains(err.Error(), "version 9 wrote it") {
		t.Errorf("of a newer version: %v", err)
	}
}

// FuzzReadBackup holds that whatever is read as whole is what was written.
func FuzzReadBackup(f *testing.F) {
	archive := madeBackup(f, `{"format":1}`, "one", "two")
	f.Add(archive, 0, byte(0))
	f.Add(archive[:700], 600, byte(1))
	f.Add(archive, 1100, byte(7))
	f.Fuzz(func(t *testing.T, archive []byte, at int, with byte) {
		files, err := readBackup(archive)
		if err != nil {
			return
		}
		changed := bytes.Clone(archive)
		if at < 0 || at >= len(changed) {
			return
		}
		changed[at] ^= with
		if got, err := readBackup(changed); err == nil && !maps.Equal(got, files) {
			t.Errorf("byte %d changed by %d: read %q, was %q", at, with, got, files)
		}
	})
}
