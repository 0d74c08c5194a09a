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
	want := server.Settings{Name: "Default", Zone: "UTC", InternalUsers: []string{}, InternalDomains: []string{}, Bots: []string{}, Goals: []string{}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	want = server.Settings{
		Name: "Shop", Zone: "Asia/Tokyo", InternalUsers: []string{"u-1"}, InternalDomains: []string{"acme.com"}, Bots: []string{"crawler"}, TextsKept: 1, PropertiesKept: 2160,
		Goals: []string{"upgraded", "$purchase"}, RatingScale: "thumbs",
	}
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
	f(400, "invalid_parameter", func(s *server.Settings) { s.RatingScale = "stars" })
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

// TestGoals makes conversions of a project's own events, with what they are
// worth, and offers their names.
func TestGoals(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	var s script
	s.talk("c", "u", "2026-11-10T09:00:00Z")
	s.say("order paid", "", "u", "2026-11-10T09:10:00Z", "revenue", "49.5", "currency", "eur")
	s.say("order paid", "", "u", "2026-11-10T09:11:00Z")
	s.say("invoice opened", "", "u", "2026-11-10T09:12:00Z", "value", "7")
	h.deliver(s.lines.Bytes())
	var offered struct{ Seen []string }
	h.as(owner, http.MethodGet, "/api/v1/settings/goals", nil).want(t, 200, "", &offered)
	if diff := cmp.Diff([]string{"order paid", "invoice opened"}, offered.Seen); diff != "" {
		t.Error(diff)
	}
	var settings server.Settings
	h.as(owner, http.MethodGet, "/api/v1/settings", nil).want(t, 200, "", &settings)
	settings.Goals = []string{"order paid"}
	for range 2 { // what was saved already makes no new definitions
		h.as(owner, http.MethodPut, "/api/v1/settings", settings).want(t, 200, "", nil)
	}
	if _, version, err := h.control.Definitions(t.Context(), "default"); err != nil || version != control.FirstVersion+1 {
		t.Errorf("version %d, %v", version, err)
	}
	h.as(owner, http.MethodPost, "/api/v1/rebuild", nil).want(t, 200, "", nil)
	var detail report.ConversationDetail
	h.read("/api/v1/conversations/c", &detail)
	if len(detail.Converted) != 2 || detail.Conversions != 2 || len(detail.Value) != 1 || detail.Value[0].Currency != "EUR" || detail.Value[0].Value != 49.5 {
		t.Errorf("detail %+v", detail)
	}
}

// TestRatingScale takes ratings without a scale on the project's, where they
// lie on it, and else on their protocol's.
func TestRatingScale(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	owner := h.session(h.person("owner", control.Owner))
	rate := func(conversation, rating string) {
		t.Helper()
		h.send(http.MethodPost, "/v1/track", basic(writeKey),
			`{"type":"track","userId":"u","event":"Feedback Submitted","properties":{"conversationId":"`+conversation+`","rating":`+rating+`}}`)
	}
	explicit := func(conversation string, want float64) {
		t.Helper()
		h.settle()
		var detail report.ConversationDetail
		h.read("/api/v1/conversations/"+conversation, &detail)
		if detail.Satisfaction.Explicit == nil || *detail.Satisfaction.Explicit != want {
			t.Errorf("%s: %v, want %v", conversation, detail.Satisfaction.Explicit, want)
		}
	}
	rate("before", "1")
	explicit("before", 0)
	var settings server.Settings
	h.as(owner, http.MethodGet, "/api/v1/settings", nil).want(t, 200, "", &settings)
	settings.RatingScale = "thumbs"
	h.as(owner, http.MethodPut, "/api/v1/settings", settings).want(t, 200, "", nil)
	rate("up", "1")
	explicit("up", 1)
	rate("down", "0")
	explicit("down", 0)
	rate("five", "5")
	explicit("five", 1)
}
