package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/server"
)

// operation is a route of the OpenAPI document.
type operation struct {
	method, path string
	parameters   []string // of the query
}

func (o operation) String() string { return o.method + " " + o.path }

// documented are all routes of the document.
func documented(t *testing.T) []operation {
	t.Helper()
	text, err := server.OpenAPI("test")
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name, In string }
		}
	}
	if err = json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	var all []operation
	for path, methods := range document.Paths {
		for method, described := range methods {
			o := operation{method: strings.ToUpper(method), path: path}
			for _, p := range described.Parameters {
				if p.In == "query" {
					o.parameters = append(o.parameters, p.Name)
				}
			}
			all = append(all, o)
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.String(), b.String()) })
	return all
}

// someone is a kind of caller.
type someone struct {
	name   string
	header func(h *harness) http.Header
	role   control.Role // "" for one that may not read
	person bool
	sends  bool
	other  bool // of another project
}

func bearerOf(value string) func(*harness) http.Header {
	return func(*harness) http.Header { return http.Header{"Authorization": {"Bearer " + value}} }
}

// signedIn is a session of a new person with that role, since a route may end
// the session or remove the person.
func signedIn(role control.Role) func(*harness) http.Header {
	return func(h *harness) http.Header {
		h.Helper()
		return http.Header{"Cookie": {"debrief_session=" + h.session(h.person(string(role), role))}, "Sec-Fetch-Site": {"same-origin"}}
	}
}

// person adds a person with a unique address.
func (h *harness) person(name string, role control.Role) control.Person {
	h.Helper()
	p, err := h.control.AddPerson(h.Context(), control.Person{Email: name + "-" + control.NewID() + "@example.org", Role: role, CreatedAt: h.now()})
	if err != nil {
		h.Fatal(err)
	}
	return p
}

// session begins a session of a person.
func (h *harness) session(p control.Person) string {
	h.Helper()
	secret, _, err := h.control.AddToken(h.Context(), control.Token{
		Kind: control.Session, Person: p.ID, CreatedAt: h.now(), ExpiresAt: h.now().AddDate(1, 0, 0),
	})
	if err != nil {
		h.Fatal(err)
	}
	return secret
}

const otherKey = "read-key-of-another-project"

func everyone() []someone {
	none := func(*harness) http.Header { return http.Header{} }
	return []someone{
		{name: "nobody", header: none},
		{name: "viewer", header: signedIn(control.Viewer), role: control.Viewer, person: true},
		{name: "analyst", header: signedIn(control.Analyst), role: control.Analyst, person: true},
		{name: "owner", header: signedIn(control.Owner), role: control.Owner, person: true},
		{name: "write key", header: bearerOf(writeKey), sends: true},
		{name: "server key", header: bearerOf(serverKey), sends: true},
		{name: "read key", header: bearerOf(readKey), role: control.Analyst},
		{name: "read key without transcripts", header: bearerOf(viewerKey), role: control.Viewer},
		{name: "key of another project", header: bearerOf(otherKey), role: control.Analyst, other: true},
	}
}

// refusal is the status with which the table refuses someone, or 0.
func refusal(a server.Access, who someone) int {
	rank := map[control.Role]int{control.Viewer: 1, control.Analyst: 2, control.Owner: 3}
	switch {
	case a.By == server.ByAnyone:
		return 0
	case a.By == server.BySender && !who.sends:
		return http.StatusUnauthorized
	case a.By == server.BySender:
		return 0
	case who.name == "nobody":
		return http.StatusUnauthorized
	case who.role == "", rank[who.role] < rank[a.Need], a.Person && !who.person, a.Local:
		return http.StatusForbidden
	default:
		return 0
	}
}

// query fills in those parameters of a route that say what it is about.
func (o operation) query() string {
	q := make(url.Values)
	for name, value := range map[string]string{"project": "default", "field": "agent"} {
		if slices.Contains(o.parameters, name) {
			q.Set(name, value)
		}
	}
	return "?" + q.Encode()
}

// ofProject reports whether a route is about one project, and refuses the key
// of another.
func ofProject(path string) bool {
	return !slices.Contains([]string{"/api/v1/me", "/api/v1/metrics"}, path)
}

// TestAccess asks every route of the document as every kind of caller, and
// holds the answers to the table. A route that the table lacks fails.
func TestAccess(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	must(t, h.control.AddProject(t.Context(), control.Project{ID: "other", Name: "Other", Zone: "UTC", CreatedAt: h.now()}))
	_, err := h.control.AddKey(t.Context(), control.Key{Project: "other", Kind: control.ReadKey, Value: otherKey, Transcripts: true, CreatedAt: h.now()})
	must(t, err)

	table := make(map[string]server.Access)
	for _, a := range server.Accesses() {
		if _, twice := table[a.Route]; twice {
			t.Errorf("%s has two rows", a.Route)
		}
		table[a.Route] = a
	}
	filled := regexp.MustCompile(`\{\w+\}`)
	for _, o := range documented(t) {
		access, ok := table[o.String()]
		if !ok {
			t.Errorf("%s is not in the table: add it to server/access.go", o)
			continue
		}
		delete(table, o.String())
		path := filled.ReplaceAllString(strings.Replace(o.path, "{what}", "events", 1), "none")
		for _, who := range everyone() {
			var body any
			if access.By == server.BySender {
				body = "[{}]"
			} else if o.method != http.MethodGet {
				body = "not json"
			}
			got := h.send(o.method, path+o.query(), who.header(h), body).status
			want := refusal(access, who)
			if want == 0 && who.other && access.By == server.ByRole && ofProject(o.path) {
				want = http.StatusForbidden
			}
			switch {
			case want != 0 && got != want:
				t.Errorf("%s as %s: %d, want %d", o, who.name, got, want)
			case want == 0 && (got == http.StatusForbidden || got == http.StatusUnauthorized || got >= http.StatusInternalServerError):
				t.Errorf("%s as %s: refused with %d", o, who.name, got)
			}
		}
	}
	for route := range table {
		t.Errorf("%s is in the table and not in the document", route)
	}
}

// TestOtherSites holds that no page of another site changes anything with a
// person's session: neither where the browser says where the request comes
// from, nor where it only names its origin.
func TestOtherSites(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	f := func(o operation, headers http.Header, refused bool) {
		t.Helper()
		headers.Set("Cookie", "debrief_session="+owner)
		got := h.send(o.method, strings.ReplaceAll(o.path, "{id}", "none"), headers, "not json")
		var p struct{ Detail string }
		must(t, json.Unmarshal(got.body, &p))
		if is := got.status == http.StatusForbidden && p.Detail == "Another site's page may not ask for this."; is != refused {
			t.Errorf("%s with %v: %d %s", o, headers, got.status, got.body)
		}
	}
	changing := 0
	for _, o := range documented(t) {
		if o.method == http.MethodGet || !strings.HasPrefix(o.path, "/api/v1/") || o.path == "/api/v1/session" {
			continue
		}
		changing++
		f(o, http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}}, true)
		f(o, http.Header{"Sec-Fetch-Site": {"same-site"}}, true)
		f(o, http.Header{"Origin": {"https://evil.example"}}, true)
		f(o, http.Header{"Origin": {"null"}}, true)
	}
	if changing == 0 {
		t.Error("no route was asked")
	}
	rename := operation{method: http.MethodPatch, path: "/api/v1/people/{id}"}
	f(rename, http.Header{"Sec-Fetch-Site": {"same-origin"}}, false)
	f(rename, http.Header{"Origin": {h.url}}, false)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
