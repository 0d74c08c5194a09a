package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/collect"
	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/ingest"
	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/text"
	"github.com/debrief-dev/debrief/where"
)

// Problem is an error as RFC 9457 shapes it, with our code and, where one
// field is at fault, its name.
type Problem struct { //nolint:errname // the API document names its schema so
	Title    string `json:"title" doc:"the status in words"`
	Status   int    `json:"status"`
	Code     string `json:"code" doc:"from a closed list; see docs/errors.md"`
	Detail   string `json:"detail" doc:"what went wrong and what to do, for a person"`
	Field    string `json:"field,omitempty" doc:"the parameter or property at fault"`
	Position *int   `json:"position,omitempty" doc:"byte of a filter or a search at which its mistake is"`

	retryAfter int   // seconds
	cause      error // for the log only
	body       any   // written in its place: some SDKs understand only their own product's errors
}

// Error is the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problems.
func (*Problem) ContentType(string) string { return problemType }

// GetHeaders gives the wait before a retry.
func (p *Problem) GetHeaders() http.Header {
	h := make(http.Header)
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(p.retryAfter))
	}
	return h
}

// The problems that handlers make themselves.
func errUnauthorized(detail string) *Problem {
	return problem("unauthorized", detail)
}

func errForbidden(detail string) *Problem {
	return problem("forbidden", detail)
}

func errInvalid(field, detail string) *Problem {
	p := problem("invalid_parameter", detail)
	p.Field = field
	return p
}

// indexingWait is how many seconds to wait for an index of texts.
const indexingWait = 30

// asProblem is the one map from errors to answers.
func asProblem(err error) *Problem {
	var p *Problem
	var mistake *where.Error
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &mistake):
		p = problem("invalid_filter", mistake.Error())
		p.Field, p.Position = "where", &mistake.Offset
	case errors.Is(err, text.ErrQuery), errors.Is(err, store.ErrIndexing):
		p = unsearchable(err)
	case errors.As(err, &tooLarge), errors.Is(err, collect.ErrTooLarge), errors.Is(err, ingest.ErrTooLarge):
		p = problem("too_large", "The body is too large: send fewer events in a request.")
	case errors.Is(err, collect.ErrUnreadable):
		p = problem("unreadable_body", err.Error())
	case errors.Is(err, collect.ErrBatchSize):
		p = problem("invalid_batch", err.Error())
	case errors.Is(err, ingest.ErrRetry):
		p = problem("overloaded", "Nothing of this request was kept. Send it again later.")
		p.retryAfter = 1
	case errors.Is(err, store.ErrNotFound):
		p = problem("not_found", "There is nothing here by that name.")
	case errors.Is(err, metric.ErrUnknownMetric):
		p = problem("unknown_metric", err.Error()+"; see /api/v1/metrics")
	case errors.Is(err, store.ErrInvalidCursor):
		p = errInvalid("cursor", "The cursor is none of this list: send the `next` of the page before, and the same filter and order.")
	case errors.Is(err, store.ErrInvalidQuery):
		p = problem("invalid_query", err.Error())
	case errors.Is(err, context.Canceled):
		p = problem("cancelled", "The caller went away.")
	case errors.Is(err, context.DeadlineExceeded):
		p = problem("not_ready", "This takes longer than expected. Try again.")
		p.retryAfter = 1
	default:
		if p = refusedByControl(err); p == nil {
			p = problem("internal", "Something went wrong here; the log says what.")
		}
	}
	p.cause = err
	return p
}

// unsearchable is the problem that a search for words has.
func unsearchable(err error) *Problem {
	if unsought, is := errors.AsType[*text.QueryError](err); is {
		p := problem("invalid_search", unsought.Reason+".")
		p.Field, p.Position = "q", &unsought.At
		return p
	}
	p := problem("not_ready", "The index of texts is being made, as after an update; until then words cannot be searched. Try again in a minute.")
	p.retryAfter = indexingWait
	return p
}

// refusedByControl is the problem that an error of package control stands for,
// or nil for any other error.
func refusedByControl(err error) *Problem {
	switch {
	case errors.Is(err, control.ErrNotFound):
		return problem("not_found", "There is nothing here by that name.")
	case errors.Is(err, control.ErrExists):
		return problem("exists", "There is one by that name already.")
	case errors.Is(err, control.ErrExpired):
		return problem("expired", "This link was used or has expired: ask an owner for a new one.")
	case errors.Is(err, control.ErrLastOwner):
		return problem("last_owner", "There must be an owner: make someone else one first.")
	case errors.Is(err, control.ErrPassword):
		p := problem("unfit_password", sentence(err))
		p.Field = "password"
		return p
	default:
		return nil
	}
}

// sentence is an error of a package below as people read it.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// answer writes an error and logs it: as an error what is our fault, for
// debugging what is the caller's.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, err error) {
	p := asProblem(err)
	s.logProblem(r.Context(), p, r.Method, r.URL.Path)
	h := w.Header()
	maps.Copy(h, p.GetHeaders())
	if p.body != nil {
		if err = writeJSON(w, p.Status, p.body); err != nil {
			s.Log.ErrorContext(r.Context(), "cannot write answer", slog.Any("error", err))
		}
		return
	}
	h.Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	if err = json.NewEncoder(w).Encode(p); err != nil {
		s.Log.DebugContext(r.Context(), "cannot write answer", slog.Any("error", err))
	}
}

func (s *Server) logProblem(ctx context.Context, p *Problem, method, path string) {
	level := slog.LevelDebug
	switch {
	case p.Status == http.StatusServiceUnavailable:
		level = slog.LevelWarn // load, not a fault
	case p.Status >= http.StatusInternalServerError:
		level = slog.LevelError
	}
	s.Log.Log(ctx, level, "request failed", slog.String("method", method), slog.String("path", path),
		slog.Int("status", p.Status), slog.String("code", p.Code), slog.Any("error", p.cause))
}

// plain wraps a handler that returns its error.
func (s *Server) plain(handle func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := handle(w, r); err != nil {
			s.answer(w, r, err)
		}
	})
}

// fromHuma turns what the API framework finds wrong with a request into a
// problem that names the field. A parameter that cannot be read is the same
// fault whoever finds it.
func fromHuma(status int, message string, errs ...error) huma.StatusError {
	for _, err := range errs {
		if p, ok := errors.AsType[*Problem](err); ok {
			return p
		}
	}
	for _, err := range errs {
		if detail, ok := errors.AsType[*huma.ErrorDetail](err); ok {
			return fromDetail(status, message, detail)
		}
	}
	p := problem(codeOf(status), message)
	p.Status, p.Title = status, http.StatusText(status)
	p.cause = errors.Join(errs...)
	return p
}

// codeOf is the code for a status of the framework's own.
func codeOf(status int) string {
	code := "invalid_request"
	switch {
	case status >= http.StatusInternalServerError:
		code = "internal"
	case status == http.StatusBadRequest:
		code = "unreadable_body"
	case status == http.StatusRequestEntityTooLarge:
		code = "too_large"
	case status == http.StatusUnsupportedMediaType:
		code = "unsupported_type"
	case status == http.StatusNotFound:
		code = "not_found"
	}
	return code
}

// fromDetail reads where the framework found a fault: query.from, path.id,
// body.role, ….
func fromDetail(status int, message string, detail *huma.ErrorDetail) *Problem {
	place, field, _ := strings.Cut(detail.Location, ".")
	field, _, _ = strings.Cut(field, "[") // of a list, the parameter rather than its item
	switch {
	case place != "body" && detail.Message == "unknown query parameter":
		return errInvalid(field, fmt.Sprintf("There is no parameter %q here: see /docs/api.", field))
	case place != "body" && field != "":
		return errInvalid(field, field+": "+detail.Message)
	}
	p := problem(codeOf(status), message)
	p.Status, p.Title, p.Field = status, http.StatusText(status), detail.Location[strings.LastIndexByte(detail.Location, '.')+1:]
	p.Detail = message + ": " + p.Field + ": " + detail.Message
	return p
}
