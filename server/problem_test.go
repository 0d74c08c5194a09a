package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/collect"
	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/ingest"
	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

func TestAsProblem(t *testing.T) {
	t.Parallel()
	f := func(err error, status int, code string) {
		t.Helper()
		p := asProblem(fmt.Errorf("cannot do it: %w", err))
		if p.Status != status || p.Code != code || p.Title == "" || p.Detail == "" {
			t.Errorf("%v: got %d %s (%q: %q), want %d %s", err, p.Status, p.Code, p.Title, p.Detail, status, code)
		}
		if retry := p.GetHeaders().Get("Retry-After"); (status == http.StatusServiceUnavailable) != (retry != "") {
			t.Errorf("%v: Retry-After %q with status %d", err, retry, status)
		}
	}
	_, mistake := where.Parse("agent =")

	f(mistake, 400, "invalid_filter")
	f(&http.MaxBytesError{Limit: 1}, 413, "too_large")
	f(collect.ErrTooLarge, 413, "too_large")
	f(collect.ErrUnreadable, 400, "unreadable_body")
	f(collect.ErrBatchSize, 400, "invalid_batch")
	f(ingest.ErrRetry, 503, "overloaded")
	f(store.ErrNotFound, 404, "not_found")
	f(control.ErrNotFound, 404, "not_found")
	f(metric.ErrUnknownMetric, 404, "unknown_metric")
	f(store.ErrInvalidQuery, 400, "invalid_query")
	f(control.ErrExists, 409, "exists")
	f(control.ErrExpired, 410, "expired")
	f(control.ErrLastOwner, 409, "last_owner")
	f(control.ErrPassword, 422, "unfit_password")
	f(context.Canceled, 499, "cancelled")
	f(context.DeadlineExceeded, 503, "not_ready")
	f(errInvalid("tz", "There is no such zone."), 400, "invalid_parameter")
	f(errors.New("anything else"), 500, "internal")
}

// TestProblems holds the list to the code: every code that is used stands in
// it, and every one that stands in it is used.
func TestProblems(t *testing.T) {
	t.Parallel()
	root, err := os.OpenRoot(".")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close() //nolint:errcheck // only read from
	used := map[string]bool{}
	files, err := fs.Glob(root.FS(), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := root.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?:problem\(|code :?= )"(\w+)"`).FindAllSubmatch(source, -1) {
			used[string(found[1])] = true
		}
	}
	for _, p := range Problems() {
		if !used[p.Code] {
			t.Errorf("no problem has the code %s", p.Code)
		}
		delete(used, p.Code)
		if p.Meaning == "" || p.Mend == "" || p.Status < 400 {
			t.Errorf("%s is not documented", p.Code)
		}
	}
	for code := range used {
		t.Errorf("the code %s is not documented", code)
	}
	byStatus := func(a, b ProblemCode) int { return a.Status - b.Status }
	if !slices.IsSortedFunc(Problems(), byStatus) {
		t.Error("the list is not in order of status")
	}
}

func TestCallerWhoLeavesAnExport(t *testing.T) {
	t.Parallel()
	here, there := io.Pipe()
	_ = here.Close()
	to := &receiver{Writer: there}
	_, err := to.Write([]byte("a row"))
	if p := asProblem(errors.Join(to.gone, err)); p.Code != "cancelled" {
		t.Errorf("a pipe that broke is %q, want cancelled", p.Code)
	}
	kept := &receiver{Writer: io.Discard}
	if _, err = kept.Write([]byte("a row")); err != nil || kept.gone != nil {
		t.Errorf("a write that went well says %v and %v", err, kept.gone)
	}
}
