package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/server"
)

// want holds an answer to its status and, of a problem, its code; it decodes
// the body into v unless that is nil.
func (a answer) want(t *testing.T, status int, code string, v any) {
	t.Helper()
	var p struct{ Code string }
	if status >= http.StatusBadRequest {
		v = &p
	}
	if v != nil {
		if err := json.Unmarshal(a.body, v); err != nil {
			t.Fatalf("%d %v in %s", a.status, err, a.body)
		}
	}
	if a.status != status || p.Code != code {
		t.Fatalf("got %d %s, want %d %s", a.status, a.body, status, code)
	}
}

// entered is the session that an answer begins.
func (a answer) entered(t *testing.T) *http.Cookie {
	t.Helper()
	for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
		if cookie.Name == "debrief_session" && cookie.Value != "" {
			return cookie
		}
	}
	t.Fatalf("no session begins: %d %s", a.status, a.body)
	return nil
}

// invite invites a viewer as somebody and returns the token of the link.
func (h *harness) invite(session, email string) (server.Invited, string) {
	h.Helper()
	var made server.Invited
	h.as(session, http.MethodPost, "/api/v1/people", map[string]any{"email": email, "role": control.Viewer}).want(h.T, 200, "", &made)
	return made, tokenOf(h.T, made.Link)
}

func tokenOf(t *testing.T, link server.SignInLink) string {
	t.Helper()
	fragment, found := strings.CutPrefix(link.Path, "/join#")
	values, err := url.ParseQuery(fragment)
	if !found || err != nil || values.Get("token") == "" {
		t.Fatalf("the link is %s", link.Path)
	}
	return values.Get("token")
}

const password = "a long and good one"

// accept accepts an invitation and returns the session.
func (h *harness) accept(token, password string) string {
	h.Helper()
	return h.do(http.MethodPost, "/api/v1/invitations", "", map[string]string{"token": token, "password": password}).entered(h.T).Value
}

func (h *harness) signIn(email, password string) answer {
	h.Helper()
	return h.do(http.MethodPost, "/api/v1/session", "", map[string]string{"email": email, "password": password})
}

// TestInvitation follows a person from the invitation to the removal.
func TestInvitation(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	made, token := h.invite(owner, "Ada@Example.org")
	if made.Person.Email != "ada@example.org" || made.Person.Role != control.Viewer || made.Person.Password || made.Person.Invited == nil {
		t.Errorf("invited %+v", made.Person)
	}
	h.as(owner, http.MethodPost, "/api/v1/people", map[string]any{"email": "ada@example.org", "role": "owner"}).want(t, 409, "exists", nil)
	h.as(owner, http.MethodPost, "/api/v1/people", map[string]any{"email": "nobody", "role": "owner"}).want(t, 422, "invalid_request", nil)

	short := map[string]string{"token": token, "password": "short"}
	h.do(http.MethodPost, "/api/v1/invitations", "", short).want(t, 422, "unfit_password", nil)
	first := h.accept(token, password) // the short one did not use it up
	h.do(http.MethodPost, "/api/v1/invitations", "", map[string]string{"token": token, "password": password}).want(t, 410, "expired", nil)
	var me server.Me
	told := h.as(first, http.MethodGet, "/api/v1/me", nil)
	told.want(t, 200, "", &me)
	if told.header.Get("Cache-Control") != "no-store" {
		t.Error("a browser may keep what a session was told")
	}
	if me.Email != "ada@example.org" || me.Role != control.Viewer || me.Transcripts || !me.Password {
		t.Errorf("signed in as %+v", me)
	}
	second := h.signIn("Ada@example.org ", password).entered(t).Value

	path := "/api/v1/people/" + made.Person.ID
	h.as(owner, http.MethodPatch, path, map[string]string{"role": "analyst"}).want(t, 200, "", nil)
	h.as(first, http.MethodGet, "/api/v1/me", nil).want(t, 200, "", &me)
	if me.Role != control.Analyst {
		t.Errorf("the role counts at once: %s", me.Role)
	}
	h.as(owner, http.MethodPatch, path, map[string]string{"role": "god"}).want(t, 422, "invalid_request", nil)
	h.as(owner, http.MethodDelete, path+"/sessions", nil).want(t, 204, "", nil)
	for _, ended := range []string{first, second} {
		h.as(ended, http.MethodGet, "/api/v1/me", nil).want(t, 401, "unauthorized", nil)
	}
	third := h.signIn("ada@example.org", password).entered(t).Value
	h.as(owner, http.MethodDelete, path, nil).want(t, 204, "", nil)
	h.as(third, http.MethodGet, "/api/v1/me", nil).want(t, 401, "unauthorized", nil)
	h.signIn("ada@example.org", password).want(t, 401, "unauthorized", nil)
	h.as(owner, http.MethodDelete, path, nil).want(t, 404, "not_found", nil)
}

func TestInvitationEnds(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	person := h.person("owner", control.Owner)
	made, first := h.invite(h.session(person), "ada@example.org")
	var again server.Invited
	h.as(h.session(person), http.MethodPost, "/api/v1/people/"+made.Person.ID+"/invitation", nil).want(t, 200, "", &again)
	body := func(token string) map[string]string { return map[string]string{"token": token, "password": password} }
	h.do(http.MethodPost, "/api/v1/invitations", "", body(first)).want(t, 410, "expired", nil)
	h.pass(7 * 24 * time.Hour)
	h.do(http.MethodPost, "/api/v1/invitations", "", body(tokenOf(t, again.Link))).want(t, 410, "expired", nil)
	h.as(h.session(person), http.MethodPost, "/api/v1/people/"+made.Person.ID+"/invitation", nil).want(t, 200, "", &again)
	session := h.accept(tokenOf(t, again.Link), password)
	// A forgotten password: the new one ends what the old one began.
	h.as(h.session(person), http.MethodPost, "/api/v1/people/"+made.Person.ID+"/invitation", nil).want(t, 200, "", &again)
	h.accept(tokenOf(t, again.Link), password+" 2")
	h.as(session, http.MethodGet, "/api/v1/me", nil).want(t, 401, "unauthorized", nil)
	h.signIn("ada@example.org", password).want(t, 401, "unauthorized", nil)
	h.signIn("ada@example.org", password+" 2").entered(t)
}

func TestLastOwner(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada", control.Owner)
	session, path := h.session(ada), "/api/v1/people/"+ada.ID
	h.as(session, http.MethodDelete, path, nil).want(t, 409, "last_owner", nil)
	h.as(session, http.MethodPatch, path, map[string]string{"role": "viewer"}).want(t, 409, "last_owner", nil)
	h.person("zoe", control.Owner)
	h.as(session, http.MethodPatch, path, map[string]string{"role": "viewer"}).want(t, 200, "", nil)
	h.as(session, http.MethodGet, "/api/v1/people", nil).want(t, 403, "forbidden", nil)
}

func TestPassword(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	_, token := h.invite(h.session(h.person("owner", control.Owner)), "ada@example.org")
	here := h.accept(token, password)
	there := h.signIn("ada@example.org", password).entered(t).Value
	change := func(current, next string) answer {
		return h.as(here, http.MethodPost, "/api/v1/me/password", map[string]string{"current": current, "password": next})
	}
	change("wrong", password+" 2").want(t, 400, "invalid_parameter", nil)
	change(password, "short").want(t, 422, "unfit_password", nil)
	h.as(there, http.MethodGet, "/api/v1/me", nil).want(t, 200, "", nil)
	change(password, password+" 2").want(t, 204, "", nil)
	h.as(here, http.MethodGet, "/api/v1/me", nil).want(t, 200, "", nil)
	h.as(there, http.MethodGet, "/api/v1/me", nil).want(t, 401, "unauthorized", nil)
	h.signIn("ada@example.org", password).want(t, 401, "unauthorized", nil)
	h.signIn("ada@example.org", password+" 2").entered(t)

	// One who came by a link has none yet, and chooses without one.
	fresh := h.session(h.person("fresh", control.Analyst))
	h.as(fresh, http.MethodPost, "/api/v1/me/password", map[string]string{"password": password}).want(t, 204, "", nil)
	h.as(fresh, http.MethodPost, "/api/v1/me/password", map[string]string{"password": password}).want(t, 400, "invalid_parameter", nil)
}

func TestSessions(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	_, token := h.invite(h.session(h.person("owner", control.Owner)), "ada@example.org")
	here := h.accept(token, password)
	h.pass(time.Minute)
	there := h.signIn("ada@example.org", password).entered(t).Value
	third := h.signIn("ada@example.org", password).entered(t).Value
	list := func() []server.OwnSession {
		t.Helper()
		var all struct{ Sessions []server.OwnSession }
		h.as(here, http.MethodGet, "/api/v1/me/sessions", nil).want(t, 200, "", &all)
		return all.Sessions
	}
	all := list()
	if len(all) != 3 || !all[2].Current || all[0].Current || all[0].Agent == "" || all[0].ID == third {
		t.Fatalf("sessions %+v", all)
	}
	h.as(here, http.MethodDelete, "/api/v1/me/sessions/"+all[0].ID, nil).want(t, 204, "", nil)
	h.as(third, http.MethodGet, "/api/v1/me", nil).want(t, 401, "unauthorized", nil)
	other := h.session(h.person("other", control.Owner))
	h.as(other, http.MethodDelete, "/api/v1/me/sessions/"+all[1].ID, nil).want(t, 404, "not_found", nil)
	h.as(here, http.MethodDelete, "/api/v1/me/sessions", nil).want(t, 204, "", nil)
	h.as(there, http.MethodGet, "/api/v1/me", nil).want(t, 401, "unauthorized", nil)
	if all = list(); len(all) != 1 {
		t.Errorf("left are %+v", all)
	}
	h.as(here, http.MethodDelete, "/api/v1/session", nil).want(t, 204, "", nil)
	h.as(here, http.MethodGet, "/api/v1/me", nil).want(t, 401, "unauthorized", nil)
	h.as(here, http.MethodDelete, "/api/v1/session", nil).want(t, 204, "", nil)
}

// TestSessionEnds: unused for a week, or after thirty days whatever happens.
func TestSessionEnds(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	_, token := h.invite(h.session(h.person("owner", control.Owner)), "ada@example.org")
	used, unused := h.accept(token, password), h.signIn("ada@example.org", password).entered(t).Value
	const days = 24 * time.Hour
	for range 5 {
		h.pass(6 * days)
		if h.now().Before(time.Date(2026, 12, 20, 12, 0, 0, 0, time.UTC)) {
			h.as(used, http.MethodGet, "/api/v1/me", nil).want(t, 200, "", nil)
		}
	}
	h.as(used, http.MethodGet, "/api/v1/me", nil).want(t, 401, "unauthorized", nil)
	h.as(unused, http.MethodGet, "/api/v1/me", nil).want(t, 401, "unauthorized", nil)
}

func TestCookie(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	_, token := h.invite(h.session(h.person("owner", control.Owner)), "ada@example.org")
	h.accept(token, password)
	body := map[string]string{"email": "ada@example.org", "password": password}
	f := func(proto string, secure bool) {
		t.Helper()
		cookie := h.send(http.MethodPost, "/api/v1/session", http.Header{"X-Forwarded-Proto": {proto}}, body).entered(t)
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Secure != secure || cookie.MaxAge <= 0 {
			t.Errorf("by %q: %s", proto, cookie)
		}
	}
	f("", false)
	f("http", false)
	f("https", true)
}

// TestAttempts: five wrong passwords of one account from one address, thirty
// from an address, a hundred of an account; then a wait, which ends.
func TestAttempts(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	_, token := h.invite(h.session(h.person("owner", control.Owner)), "ada@example.org")
	h.accept(token, password)
	from := func(address, email, password string) answer {
		return h.send(http.MethodPost, "/api/v1/session", http.Header{"X-Forwarded-For": {"8.8.8.8, " + address}}, map[string]string{"email": email, "password": password})
	}
	for range 5 {
		from("192.0.2.1", "ada@example.org", "wrong").want(t, 401, "unauthorized", nil)
	}
	refused := from("192.0.2.1", "ADA@example.org", password)
	refused.want(t, 429, "too_many_attempts", nil)
	if wait := refused.header.Get("Retry-After"); wait != "900" {
		t.Errorf("Retry-After %q", wait)
	}
	from("192.0.2.2", "ada@example.org", password).entered(t) // a stranger elsewhere locks nobody out
	from("192.0.2.1", "ada@example.org", password).want(t, 429, "too_many_attempts", nil)
	for i := range 25 { // the address, by accounts that nobody has
		from("192.0.2.1", fmt.Sprintf("nobody-%d@example.org", i), "wrong").want(t, 401, "unauthorized", nil)
	}
	from("192.0.2.1", "somebody@example.org", "wrong").want(t, 429, "too_many_attempts", nil)
	h.pass(15 * time.Minute)
	from("192.0.2.1", "ada@example.org", "wrong").want(t, 401, "unauthorized", nil)
	from("192.0.2.1", "ada@example.org", password).entered(t)
}

// TestAttemptsAtOnce holds that many at once are counted like one by one.
func TestAttemptsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	answers := make(chan int)
	const rivals = 12
	for range rivals {
		go func() {
			body := strings.NewReader(`{"email":"ada@example.org","password":"wrong"}`)
			resp, err := http.Post(h.url+"/api/v1/session", "application/json", body)
			if err != nil {
				answers <- 0
				return
			}
			answers <- resp.StatusCode
			_ = resp.Body.Close()
		}()
	}
	got := make(map[int]int)
	for range rivals {
		got[<-answers]++
	}
	const most = 6 // two passwords are checked together
	if got[401] > most || got[401]+got[429] != rivals {
		t.Errorf("answers by status: %v", got)
	}
}

func TestAudit(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	person := h.person("owner", control.Owner)
	owner := h.session(person)
	made, token := h.invite(owner, "ada@example.org")
	h.pass(time.Second)
	h.accept(token, password)
	h.pass(time.Second)
	h.as(owner, http.MethodPatch, "/api/v1/people/"+made.Person.ID, map[string]string{"role": "analyst"}).want(t, 200, "", nil)
	h.pass(time.Second)
	h.as(owner, http.MethodDelete, "/api/v1/people/"+made.Person.ID, nil).want(t, 204, "", nil)
	var log struct{ Entries []server.AuditEntry }
	h.as(owner, http.MethodGet, "/api/v1/audit?limit=3", nil).want(t, 200, "", &log)
	var lines []string
	for _, e := range log.Entries {
		lines = append(lines, strings.ReplaceAll(e.Who, person.Email, "owner")+" "+e.Act+" "+e.About+" "+e.Note)
	}
	want := "owner person_removed ada@example.org analyst|owner role_changed ada@example.org viewer → analyst|ada@example.org invitation_accepted ada@example.org "
	if got := strings.Join(lines, "|"); got != want {
		t.Errorf("the log is\n%s\nwant\n%s", got, want)
	}
}

// TestSignInLinkIsNotUsedByLooking holds that HEAD, which scanners of mail
// send, leaves a one-time link as it is.
func TestSignInLinkIsNotUsedByLooking(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	person, err := h.control.AddPerson(t.Context(), control.Person{Email: "ann@example.com", Role: control.Owner, CreatedAt: h.now()})
	must(t, err)
	secret, _, err := h.control.AddToken(t.Context(), control.Token{Kind: control.SignInLink, Person: person.ID, CreatedAt: h.now(), ExpiresAt: h.now().Add(time.Hour)})
	must(t, err)
	if got := h.do(http.MethodHead, "/signin?token="+secret, "", nil); got.header.Get("Set-Cookie") != "" {
		t.Errorf("HEAD begins a session: %v", got.header)
	}
	if got := h.do(http.MethodGet, "/signin?token="+secret, "", nil); got.header.Get("Location") != "/" {
		t.Errorf("the link was used up: %d %v", got.status, got.header)
	}
}
