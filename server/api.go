package server

import (
	"context"
	"net/http"
	"reflect"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/debrief-dev/debrief/event"
)

// useOurErrors sets the one function through which the framework makes its
// errors. It is set once, since servers that run read it.
var useOurErrors = sync.OnceFunc(func() { huma.NewError = fromHuma }) //nolint:gochecknoglobals // the framework keeps it in a global of its own

// config is that of the API: one OpenAPI 3.1 document, made from the handlers'
// types.
func config(version string) huma.Config {
	useOurErrors()
	c := huma.DefaultConfig("Debrief", version)
	c.Info.Description = "Product analytics for AI copilots. Reading needs a read key (Authorization: Bearer …) or a signed-in session; " +
		"sending needs a write key or a server key."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", "" // served by us
	c.RejectUnknownQueryParameters = true
	c.CreateHooks = nil // no $schema members in answers
	// They write themselves as one JSON object.
	c.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[event.Properties](), reflect.TypeFor[map[string]any]())
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"key":     {Type: "http", Scheme: "bearer", Description: "a key of the project"},
		"session": {Type: "apiKey", In: "cookie", Name: sessionCookie},
	}
	return c
}

// registerAPI declares every route under /api/v1.
func (s *Server) registerAPI() {
	s.registerFigures()
	s.registerConversations()
	s.registerTopics()
	s.registerExports()
	s.registerFilters()
	s.registerLive()
	s.registerInbox()
	s.registerSources()
	s.registerStatus()
	s.registerImports()
	s.registerSession()
	s.registerAccount()
	s.registerPeople()
	s.registerInvitations()
	s.registerKeys()
	s.registerSettings()
	s.registerLog()
	s.registerBackup()
	s.registerErase()
	s.describe()
	s.describeProblems()
}

// operation describes a route of the API: who may call it stands in
// [Accesses] and is checked before its handler runs.
func (s *Server) operation(id, method, path, summary string) huma.Operation {
	op := huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary,
		Security: []map[string][]string{{"key": {}}, {"session": {}}},
		Errors:   []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden},
	}
	access, known := accessTo(method + " " + path)
	op.Middlewares = huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
		p, err := s.identify(ctx.Context(), ctx.Header("Authorization"), cookieOf(ctx))
		if err == nil && !known {
			err = errForbidden("Nobody was given this route.")
		}
		if err == nil {
			err = access.refuse(p)
		}
		if err == nil {
			err = unambiguous(ctx.Operation(), ctx.URL())
		}
		if err != nil {
			s.answerHuma(ctx, err)
			return
		}
		next(huma.WithContext(ctx, withPrincipal(ctx.Context(), p)))
	}}
	return op
}

// failing adds statuses of problems that only this operation has.
func failing(op huma.Operation, statuses ...int) huma.Operation {
	op.Errors = append(op.Errors, statuses...)
	return op
}

// route registers an operation; what its handler fails with becomes its answer.
func route[I, O any](s *Server, op huma.Operation, handle func(context.Context, *I) (*O, error)) {
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, s.fail(ctx, op.OperationID, err)
		}
		return out, nil
	})
}

// answers registers an operation that is answered with a body.
func answers[I, T any](s *Server, op huma.Operation, handle func(context.Context, *I) (*T, error)) {
	route(s, op, func(ctx context.Context, in *I) (*body[T], error) {
		answer, err := handle(ctx, in)
		if err != nil {
			return nil, err
		}
		return &body[T]{*answer}, nil
	})
}

// body is an answer whose body is a T.
type body[T any] struct{ Body T }

func cookieOf(ctx huma.Context) string {
	cookie, err := huma.ReadCookie(ctx, sessionCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// answerHuma writes an error where the framework has not reached the handler.
func (s *Server) answerHuma(ctx huma.Context, err error) {
	p := asProblem(err)
	s.logProblem(ctx.Context(), p, ctx.Method(), ctx.URL().Path)
	if writeErr := huma.WriteErr(s.api, ctx, p.Status, p.Detail, p); writeErr != nil {
		s.logProblem(ctx.Context(), asProblem(writeErr), ctx.Method(), ctx.URL().Path)
	}
}

// fail turns an error of a handler into its answer and logs it.
func (s *Server) fail(ctx context.Context, operation string, err error) error {
	p := asProblem(err)
	s.logProblem(ctx, p, "", operation)
	if headers := p.GetHeaders(); len(headers) > 0 {
		return huma.ErrorWithHeaders(p, headers)
	}
	return p
}
