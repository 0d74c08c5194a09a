package server_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/server"
)

func TestSettings(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	var got server.Settings
	h.as(owner, http.MethodGet, "/api/v1/settings", nil).want(t, 200, "", &got)
	want := server.Settings{Name: "Default", Zone: "UTC", InternalUsers: []string{}, InternalDomains: []string{}, Bots: []string{}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	want = server.Settings{Name: "Shop", Zone: "Asia/Tokyo", InternalUsers: []string{"u-1"}, InternalDomains: []string{"acme.com"}, Bots: []string{"crawler"}, TextsKept: 1, PropertiesKept: 2160}
	sent := want
	sent.InternalUsers, sent.InternalDomains = []string{" u-1 ", "u-1", ""}, []string{"@Acme.com"}
	h.as(owner, http.MethodPut, "/api/v1/settings", sent).want(t, 200, "", nil)
	h.as(owner, http.MethodGet, "/api/v1/settings", nil).want(t, 200, "", &got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var m report.Metric
	h.read("/api/v1/metrics/conversations", &m)
	if m.Zone != "Asia/Tokyo" || m.From.In(m.From.Location()).Hour() != 15 { // midnight in Tokyo
		t.Errorf("days are of %s and begin at %s, not of the project's zone", m.Zone, m.From)
	}
	f := func(status int, code string, change func(*server.Settings)) {
		t.Helper()
		wrong := want
		change(&wrong)
		h.as(owner, http.MethodPut, "/api/v1/settings", wrong).want(t, status, code, nil)
	}
	f(400, "invalid_parameter", func(s *server.Settings) { s.Zone = "Mars/Olympus" })
	f(400, "invalid_parameter", func(s *server.Settings) { s.Zone = "" })
	f(400, "invalid_parameter", func(s *server.Settings) { s.InternalDomains = []string{"bob@acme.com"} })
	f(422, "invalid_request", func(s *server.Settings) { s.Name = "" })
	f(422, "invalid_request", func(s *server.Settings) { s.TextsKept = -1 })
}

// TestExcluded keeps a product's own people, bots and other environments out
// of every figure, says how many they are, and leads to them.
func TestExcluded(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	var s script
	for i, who := range []string{"u-1", "u-2", "u-2", "u-me", "bob@acme.com", "u-mail", "crawler"} {
		s.talk(fmt.Sprint("c-", i), who, "2026-11-10T09:00:00Z")
	}
	s.say("", "", "u-mail", "2026-11-10T08:00:00Z", "@type", "identify", "email", "eve@acme.com")
	s.talk("tested", "u-me", "2026-11-10T09:00:00Z", "environment", "staging")
	h.deliver(s.lines.Bytes())
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(h.control.UpdateProject(t.Context(), control.Project{
		ID: "default", Name: "Default", Zone: "UTC", Excluded: control.Excluded{Users: []string{"u-me"}, Domains: []string{"acme.com"}, Bots: []string{"crawler"}},
	}))
	f := func(parameters string, conversations int64, want ...report.Excluded) {
		t.Helper()
		var m report.Metric
		h.read("/api/v1/metrics/conversations?"+parameters, &m)
		if m.Rows[0].N != conversations {
			t.Errorf("%s: %d conversations, want %d", parameters, m.Rows[0].N, conversations)
		}
		for _, link := range append([]report.Excluded{{Conversations: conversations, Link: m.Rows[0].Link}}, m.Excluded...) {
			var list report.Conversations
			h.read(link.Link, &list)
			if list.Total != link.Conversations {
				t.Errorf("%s: %d conversations of %q, its link has %d\n%s", parameters, link.Conversations, link.Reason, list.Total, link.Link)
			}
		}
		for i := range m.Excluded {
			m.Excluded[i].Link = ""
		}
		if diff := cmp.Diff(want, append([]report.Excluded(nil), m.Excluded...)); diff != "" {
			t.Errorf("%s: %s", parameters, diff)
		}
	}
	elsewhere := report.Excluded{Reason: report.Elsewhere, Conversations: 1, Users: 1}
	internal := report.Excluded{Reason: report.Internal, Conversations: 3, Users: 3}
	bots := report.Excluded{Reason: report.Bots, Conversations: 1, Users: 1}
	f("", 3, elsewhere, internal, bots)
	f("include=internal", 6, elsewhere, bots)
	f("include=environment,internal,bots", 8)
	f(`where=environment%3Dstaging&include=internal`, 1)
	f(`where=environment%3Dstaging`, 0, report.Excluded{Reason: report.Internal, Conversations: 1, Users: 1})
	f(`where=user%3D"u-1"`, 1)
	var o report.Overview
	h.read("/api/v1/reports/overview", &o)
	if len(o.Excluded) != 3 || o.Tiles[0].Figures[0].N != 2 {
		t.Errorf("the Overview counts %d users and excludes %+v", o.Tiles[0].Figures[0].N, o.Excluded)
	}
	h.do(http.MethodGet, "/api/v1/metrics/prompts?only=environment&where=environment%3Dstaging", readKey, nil).want(t, 400, "invalid_query", nil)
}
