package sqlite

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// TestSnapshot takes copies between writes; each has what was there and
// leaves nothing beside the file.
func TestSnapshot(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(t.Context(), filepath.Join(dir, "control.db"))
	if err != nil {
		t.Fatal(err)
	}
	add := func(id string) {
		t.Helper()
		if failed := s.AddProject(t.Context(), control.Project{ID: id, Name: id, Zone: "UTC", CreatedAt: time.Unix(1, 0)}); failed != nil {
			t.Fatal(failed)
		}
	}
	for i := range 3 {
		add(fmt.Sprint("p", i))
		copied, size, failed := s.Snapshot(t.Context())
		if failed != nil {
			t.Fatal(failed)
		}
		add(fmt.Sprint("later", i))
		content, failed := io.ReadAll(copied)
		if failed != nil || int64(len(content)) != size {
			t.Fatalf("read %d bytes of %d, %v", len(content), size, failed)
		}
		if failed = copied.Close(); failed != nil {
			t.Error(failed)
		}
		path := filepath.Join(t.TempDir(), "copy.db")
		if failed = os.WriteFile(path, content, 0o600); failed != nil {
			t.Fatal(failed)
		}
		c, failed := Open(t.Context(), path)
		if failed != nil {
			t.Fatal(failed)
		}
		projects, failed := c.ListProjects(t.Context())
		if failed != nil || len(projects) != 2*i+1 {
			t.Errorf("%d projects, %v; want %d", len(projects), failed, 2*i+1)
		}
		if failed = c.Close(); failed != nil {
			t.Error(failed)
		}
	}
	if err = s.Close(); err != nil {
		t.Error(err)
	}
	if left, failed := os.ReadDir(dir); failed != nil || len(left) != 1 {
		t.Errorf("left in the folder: %v, %v", left, failed)
	}
}
