package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

const backupRouteAbout = `A tar archive of everything that is stored: events, what is derived from them, and projects, keys, people and definitions. Every event that
was acknowledged before is in it, once. Through the folder's socket only, as debrief backup asks for it; events are accepted meanwhile.`

func (s *Server) registerBackup() {
	op := failing(s.operation("backup", http.MethodGet, "/api/v1/backup", "Back everything up"), http.StatusServiceUnavailable)
	op.Description = strings.ReplaceAll(backupRouteAbout, "\n", " ")
	op.Responses = map[string]*huma.Response{"200": gives("The archive; one that is shorter than Content-Length is not whole", "application/x-tar",
		&huma.Schema{Type: huma.TypeString, Format: "binary"})}
	op.Responses["200"].Headers = headers("Content-Length", "of the archive, to the byte")
	route(s, op, func(ctx context.Context, _ *noInput) (*huma.StreamResponse, error) {
		b, err := s.beginBackup(ctx)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(out huma.Context) { s.sendBackup(out, b) }}, nil //nolint:contextcheck // the request's, by way of the framework
	})
}

// backup is one that is being made.
type backup struct {
	about []byte
	made  Backup
	files []backupFile
	open  []io.Closer
}

func (b *backup) close() error {
	var all []error
	for _, c := range b.open {
		all = append(all, c.Close())
	}
	return errors.Join(all...)
}

// beginBackup stores what is acknowledged and takes the snapshots, in the
// order of Options.Backup.
func (s *Server) beginBackup(ctx context.Context) (*backup, error) {
	if err := s.flush(ctx); err != nil {
		return nil, err
	}
	b := &backup{made: Backup{Format: backupFormat, Version: s.Version, MadeAt: s.Now().UTC()}}
	about, err := json.Marshal(b.made)
	b.about = append(about, '\n')
	for _, part := range s.Backup {
		var content io.ReadCloser
		var size int64
		if err == nil {
			content, size, err = part.From.Snapshot(ctx)
		}
		if err != nil {
			return nil, errors.Join(err, b.close())
		}
		b.files = append(b.files, backupFile{part.Name, size, content})
		b.open = append(b.open, content)
	}
	return b, err
}

// sendBackup writes the archive. Once the first byte is out an error can only
// end the answer early.
func (s *Server) sendBackup(out huma.Context, b *backup) {
	out.SetHeader("Content-Type", "application/x-tar")
	out.SetHeader("Content-Length", strconv.FormatInt(archiveSize(b.about, b.files), 10))
	err := writeBackup(out.BodyWriter(), b.about, b.made.MadeAt, b.files)
	if err = errors.Join(err, b.close()); err != nil {
		s.logProblem(out.Context(), asProblem(err), out.Method(), out.URL().Path)
		panic(http.ErrAbortHandler)
	}
}
