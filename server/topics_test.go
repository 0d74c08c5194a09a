package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/report"
	"github.com/debrief-dev/debrief/server"
)

// askAbout sends count prompts about each of three things, one conversation
// each; every third about an invoice is refused.
func (h *harness) askAbout(count int) {
	h.Helper()
	ways := map[string]string{
		"password": "how do i reset my %s password|i forgot my %s password|cannot log in with my password %s|change the password of %s",
		"invoice":  "where is the invoice of %s|send me the %s invoice again|the invoice for %s is missing|download all invoices from %s",
		"shipping": "when will my parcel arrive in %s|track the delivery of my %s parcel|my parcel from %s is late|the courier lost the parcel %s",
	}
	fillers := strings.Fields("london paris april work home monday blue second family office garden winter berlin old new")
	for subject, list := range ways {
		var events []map[string]any
		for i := range count {
			of := strings.Split(list, "|")
			id := fmt.Sprintf("%s-%02d", subject, i)
			event := func(name string, properties map[string]any) {
				properties["conversation_id"] = id
				events = append(events, map[string]any{
					"event": name, "user_id": "u-" + subject, "timestamp": fmt.Sprintf("2026-11-19T10:%02d:00Z", i), "properties": properties,
				})
			}
			event("screeb_copilot_user_prompt", map[string]any{"prompt": fmt.Sprintf(of[i%len(of)], fillers[i%len(fillers)])})
			answer := "Here you are: it is on the page of your account."
			if subject == "invoice" && i%3 == 0 {
				answer = "I'm sorry, but I can't help with that."
			}
			event("screeb_copilot_response", map[string]any{"response": answer})
		}
		if sent := h.do(http.MethodPost, "/t", serverKey, map[string]any{"events": events}); sent.status != http.StatusOK {
			h.Fatalf("%d %s", sent.status, sent.body)
		}
	}
	h.settle()
}

func (h *harness) topics() map[string]report.Topic {
	h.Helper()
	var page report.TopicsPage
	h.read("/api/v1/topics", &page)
	named := make(map[string]report.Topic)
	for _, t := range page.Topics {
		for _, subject := range []string{"password", "invoice", "parcel"} {
			if named[subject].ID == "" && slices.ContainsFunc(t.Terms, func(term string) bool { return strings.Contains(term, subject) }) {
				named[subject] = t
			}
		}
	}
	if len(named) != 3 {
		h.Fatalf("topics are %+v", page.Topics)
	}
	return named
}

func TestTopics(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	var none report.TopicsPage
	h.read("/api/v1/topics", &none)
	if none.Version != 0 || len(none.Topics) != 0 {
		t.Errorf("without prompts: %+v", none)
	}
	h.askAbout(20)
	var status server.Status
	h.read("/api/v1/status", &status)
	if status.Topics.Version != 1 || status.Topics.Pending {
		t.Errorf("status is %+v", status.Topics)
	}
	invoice := h.topics()["invoice"]
	if invoice.Prompts.N < 10 || invoice.Conversations.N != invoice.Prompts.N || invoice.Users.N != 1 || invoice.Typical == nil || invoice.Trend.Direction != "steady" {
		t.Errorf("invoices: %+v", invoice)
	}
	if invoice.Prompts.Names["topic"] != invoice.Name || invoice.Failure.Rest == nil {
		t.Errorf("figures of invoices: %+v, %+v", invoice.Prompts, invoice.Failure)
	}
	var detail report.TopicDetail
	h.read("/api/v1/topics/"+invoice.ID, &detail)
	if len(detail.Best) == 0 || len(detail.Latest) == 0 || !strings.Contains(detail.Latest[0].Text, "invoice") || detail.ID != invoice.ID {
		t.Errorf("in detail: %+v", detail)
	}
	if a := h.do(http.MethodGet, "/api/v1/topics/t99", readKey, nil); a.status != http.StatusNotFound {
		t.Errorf("a topic that there is not: %d", a.status)
	}
	// A filter takes its id and its name, a figure shows it, and links lead there.
	for _, said := range []string{invoice.ID, invoice.Name, strings.ToUpper(invoice.Name)} {
		var m report.Metric
		h.read("/api/v1/metrics/prompts?by=topic&where="+url.QueryEscape(`topic = "`+said+`"`), &m)
		if len(m.Rows) != 1 || *m.Rows[0].By["topic"] != invoice.ID || m.Rows[0].Names["topic"] != invoice.Name {
			t.Errorf("topic = %q gives %+v", said, m.Rows)
		}
	}
	var list report.Conversations
	h.read(detail.Link, &list)
	if list.Total != invoice.Conversations.N {
		t.Errorf("%s leads to %d conversations, want %d", detail.Link, list.Total, invoice.Conversations.N)
	}
	var offered struct{ Values []string }
	h.read("/api/v1/filters/values?field=topic", &offered)
	if !slices.Contains(offered.Values, invoice.Name) {
		t.Errorf("a filter offers %v", offered.Values)
	}
	h.read("/api/v1/metrics/prompts?by=theme", &report.Metric{})
}

func TestGaps(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	h.askAbout(20)
	var page report.GapsPage
	h.read("/api/v1/reports/gaps", &page)
	if page.Short != 7 || page.Users != 1 || page.Prompts != 60 || len(page.Gaps) == 0 {
		t.Fatalf("gaps are %+v", page)
	}
	short := int64(0)
	for _, gap := range page.Gaps {
		short += gap.Short
		if gap.Users != 1 || len(gap.Examples) == 0 || !strings.Contains(gap.Examples[0].Text, "invoice") || gap.Next[0] != (report.NextCount{Next: "left", Count: gap.Short}) {
			t.Errorf("%+v", gap)
		}
	}
	if short != page.Short {
		t.Errorf("gaps add up to %d prompts, want %d", short, page.Short)
	}
}

func TestDecidingAboutTopics(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	h.askAbout(20)
	session := h.session(h.person("analyst", control.Analyst))
	before := h.topics()
	password, invoice := before["password"], before["invoice"]
	f := func(id, decision string, body map[string]any, status int) []report.Decision {
		t.Helper()
		a := h.as(session, http.MethodPost, "/api/v1/topics/"+id+"/"+decision, body)
		if a.status != status {
			t.Errorf("%s %s: %d %s", decision, id, a.status, a.body)
		}
		var all struct{ Decisions []report.Decision }
		if status == http.StatusOK {
			if err := json.Unmarshal(a.body, &all); err != nil {
				t.Fatal(err)
			}
		}
		return all.Decisions
	}
	f(invoice.ID, "rename", map[string]any{"name": "Bills"}, http.StatusOK)
	if got := h.topics()["invoice"].Name; got != "Bills" {
		t.Errorf("it is called %q", got)
	}
	f(password.ID, "rename", map[string]any{"name": "bills"}, http.StatusBadRequest)
	f(password.ID, "rename", map[string]any{"name": " "}, http.StatusBadRequest)
	f(password.ID, "merge", map[string]any{"into": password.ID}, http.StatusBadRequest)
	f("t99", "pin", map[string]any{}, http.StatusBadRequest)
	f(password.ID, "merge", map[string]any{"into": invoice.ID}, http.StatusOK)
	var page report.TopicsPage
	h.read("/api/v1/topics", &page)
	i := slices.IndexFunc(page.Topics, func(t report.Topic) bool { return t.ID == invoice.ID })
	if i < 0 || page.Topics[i].Prompts.N != invoice.Prompts.N+password.Prompts.N || !slices.Equal(page.Topics[i].Merged, []string{password.ID}) {
		t.Errorf("merged: %+v", page.Topics)
	}
	var old report.TopicDetail
	h.read("/api/v1/topics/"+password.ID, &old)
	if old.ID != invoice.ID {
		t.Errorf("the topic that was merged leads to %s", old.ID)
	}
	all := f(password.ID, "undo", map[string]any{}, http.StatusOK)
	if len(all) != 3 || all[1].State != report.Undone || all[2].Undoes != 2 || all[0].State != report.InForce || !strings.HasPrefix(all[0].By, "analyst") {
		t.Errorf("decisions are %+v", all)
	}
	if got := h.topics()["password"]; got.Prompts.N != password.Prompts.N {
		t.Errorf("apart again: %+v", got)
	}
	f(password.ID, "undo", map[string]any{}, http.StatusBadRequest)
	f(password.ID, "ignore", map[string]any{}, http.StatusOK)
	if a := h.as(session, http.MethodPost, "/api/v1/topics/refit", nil); a.status != http.StatusOK || !bytes.Contains(a.body, []byte(`"version":2`)) {
		t.Errorf("a refit: %d %s", a.status, a.body)
	}
	h.read("/api/v1/topics", &page)
	if slices.ContainsFunc(page.Topics, func(t report.Topic) bool { return t.ID == password.ID }) {
		t.Error("a topic that is ignored came back by a refit")
	}
	viewer := h.session(h.person("viewer", control.Viewer))
	if a := h.as(viewer, http.MethodPost, "/api/v1/topics/"+invoice.ID+"/pin", map[string]any{}); a.status != http.StatusForbidden {
		t.Errorf("a viewer decides: %d", a.status)
	}
	for _, path := range []string{"/api/v1/topics", "/api/v1/topics/" + invoice.ID, "/api/v1/reports/gaps"} {
		if a := h.as(viewer, http.MethodGet, path, nil); a.status != http.StatusOK || bytes.Contains(a.body, []byte("send me the")) || bytes.Contains(a.body, []byte("where is the")) {
			t.Errorf("a viewer reads %s: %d %s", path, a.status, a.body)
		}
	}
}
