package server

import "net/http"

// routed answers what the mux has no route for with a problem, which the mux
// by itself answers with a line of text.
func (s *Server) routed(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		refused := refusal{header: make(http.Header)}
		refuse.ServeHTTP(&refused, r)
		if refused.status != http.StatusMethodNotAllowed || isPage(mux, r) {
			s.answer(w, r, problem("not_found", "There is no such route: see /docs/api."))
			return
		}
		allowed := refused.header.Get("Allow")
		w.Header().Set("Allow", allowed)
		s.answer(w, r, problem("method_not_allowed", "This route takes "+allowed+": see /docs/api."))
	})
}

// isPage reports whether nothing but the dashboard would take a GET of the
// path: it takes any, which does not make a route of it.
func isPage(mux *http.ServeMux, r *http.Request) bool {
	_, pattern := mux.Handler(&http.Request{Method: http.MethodGet, Host: r.Host, URL: r.URL})
	return pattern == pagesRoute
}

// refusal keeps the mux's own answer but for its text.
type refusal struct {
	header http.Header
	status int
}

func (r *refusal) Header() http.Header { return r.header }

func (*refusal) Write(b []byte) (int, error) { return len(b), nil }

func (r *refusal) WriteHeader(status int) { r.status = status }
