package server_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/demo"
	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/report"
)

// loadDemo sends two weeks of the simulated product as JSON lines.
func loadDemo(h *harness) {
	h.Helper()
	o := demo.Default(h.now())
	o.Days, o.Users = 14, 300
	var body strings.Builder
	send := func() {
		h.Helper()
		if a := h.do(http.MethodPost, "/t?k="+writeKey, "", body.String()); a.status != http.StatusOK {
			h.Fatalf("POST /t: %d %s", a.status, a.body)
		}
		body.Reset()
	}
	for item := range demo.Items(o) {
		line := map[string]any{"properties": item.Properties, "context": item.Context}
		for name, value := range map[string]string{
			"id": string(item.ID), "event": string(item.Name), "user_id": string(item.User), "anonymous_id": string(item.Anonymous),
			"account_id": string(item.Account), "timestamp": string(item.Timestamp),
		} {
			if value != "" {
				line[name] = json.RawMessage(value)
			}
		}
		if item.Kind != "" {
			line["type"] = item.Kind
		}
		b, err := json.Marshal(line)
		if err != nil {
			h.Fatal(err)
		}
		body.Write(append(b, '\n'))
		if body.Len() > 1<<20 {
			send()
		}
	}
	send()
	h.settle()
}

// TestFiguresLead walks every metric with several filters, breakdowns and
// intervals: the conversations behind a figure's link are as many as it says,
// and what a figure says of itself holds together.
func TestFiguresLead(t *testing.T) {
	h := newHarness(t)
	loadDemo(h)
	filters := []string{
		"", `agent = "support"`, `prop.plan in ("pro", "team") and not outcome = failed`, `signal = unanswered or rating < 0.5`,
		`turn(version = "v42" and signal = regenerated)`, `user.plan = "free" and turns >= 2`, `text ~ "export"`, `agent = "nobody"`,
	}
	asks := []string{"", "&by=agent", "&by=version,prop.plan", "&interval=week", "&by=account&interval=week", "&by=user.plan"}
	links, figures := 0, 0
	for n, d := range metric.Catalogue() {
		for i := range 3 { // each metric with three of the filters, in turn
			filter, ask := filters[(3*n+i)%len(filters)], asks[(n+i)%len(asks)]
			if d.ID == "non_user_conversion_rate" {
				ask = strings.ReplaceAll(ask, "version,prop.plan", "version,user.plan") // those who were seen have no conversation's properties
			}
			path := fmt.Sprintf("/api/v1/metrics/%s?where=%s&compare=previous%s&tz=Europe/Paris", d.ID, url.QueryEscape(filter), ask)
			var m report.Metric
			h.read(path, &m)
			if len(m.Rows) == 0 {
				t.Errorf("%s: no row", path)
			}
			for j, row := range m.Rows {
				figures++
				holdsTogether(t, path, &row)
				if row.Link == "" {
					if row.Matches != 0 {
						t.Errorf("%s: %d matches without a link", path, row.Matches)
					}
					continue
				}
				if j%5 != 0 {
					continue // enough of them
				}
				links++
				var list report.Conversations
				h.read(row.Link+"&limit=1", &list)
				if list.Total != row.Matches {
					t.Errorf("%s by %v: matches %d, its link has %d\n%s", path, row.By, row.Matches, list.Total, row.Link)
				}
			}
		}
	}
	t.Logf("%d figures, %d links followed", figures, links)
}

func holdsTogether(t *testing.T, path string, f *report.Figure) {
	t.Helper()
	missing := f.State == metric.NoData || f.State == metric.NotEnoughData
	switch {
	case missing != (f.Value == nil):
		t.Errorf("%s: state %s with value %v", path, f.State, f.Value)
	case missing && (f.Low != nil || f.High != nil):
		t.Errorf("%s: an interval without a value", path)
	case f.Value != nil && f.Low != nil && (*f.Low > *f.Value+1e-12 || *f.High < *f.Value-1e-12):
		t.Errorf("%s: %g lies outside %g..%g", path, *f.Value, *f.Low, *f.High)
	case f.Value != nil && (math.IsNaN(*f.Value) || math.IsInf(*f.Value, 0)):
		t.Errorf("%s: value %v", path, *f.Value)
	case f.Coverage != nil && (*f.Coverage < 0 || *f.Coverage > 1):
		t.Errorf("%s: coverage %g", path, *f.Coverage)
	case f.Change != nil && f.Change.Value != nil && f.Previous.Value == nil:
		t.Errorf("%s: a change from nothing", path)
	}
}

// TestNoDataIsNotZero asks about a time without events.
func TestNoDataIsNotZero(t *testing.T) {
	h := newHarness(t)
	loadDemo(h)
	for _, d := range metric.Catalogue() {
		var m report.Metric
		h.read("/api/v1/metrics/"+d.ID+"?from=2020-01-01&to=2020-02-01", &m)
		if len(m.Rows) != 1 || m.Rows[0].State != metric.NoData || m.Rows[0].Value != nil {
			t.Errorf("%s of an empty month: %+v", d.ID, m.Rows)
		}
		if !m.From.Equal(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("from %v", m.From)
		}
	}
}
