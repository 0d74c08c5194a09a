package server

import (
	"net/http"
	"strings"
)

// routed answers what the mux has no route for with a problem, which the mux
// by itself answers with a line of text. The dashboard takes a GET of any path,
// which does not make a page of a route that takes another method.
func (s *Server) routed(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := mux.Handler(r)
		if pattern != "" && pattern != pagesRoute {
			mux.ServeHTTP(w, r)
			return
		}
		switch allowed := methodsOf(mux, r); {
		case allowed != "":
			w.Header().Set("Allow", allowed)
			s.answer(w, r, problem("method_not_allowed", "This route takes "+allowed+": see /docs/api."))
		case pattern == pagesRoute:
			mux.ServeHTTP(w, r)
		default:
			s.answer(w, r, problem("not_found", "There is no such route: see /docs/api."))
		}
	})
}

// methodsOf lists the methods with which the path is a route besides the
// dashboard's pages, as Allow has them; none for what is no route.
func methodsOf(mux *http.ServeMux, r *http.Request) string {
	var allowed []string
	for _, method := range []string{
		http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
	} {
		_, pattern := mux.Handler(&http.Request{Method: method, Host: r.Host, URL: r.URL})
		if pattern != "" && pattern != pagesRoute {
			allowed = append(allowed, method)
		}
	}
	return strings.Join(allowed, ", ")
}
