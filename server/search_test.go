package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/report"
)

// TestSearch asks in every way: what is found, in which order, how it is shown,
// how many there are, page by page, and what is refused.
func TestSearch(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	var lines []string
	for id, said := range map[string]string{
		"money": "How do I get my money back?", "refund": "Can I have a refund for the annual plan?", "again": "I want to get my money back", "weather": "What is the weather in Paris?", "chinese": "我想申请退款",
	} {
		lines = append(lines, `{"event":"screeb_copilot_user_prompt","user_id":"u","properties":{"conversation_id":"`+id+`","prompt":"`+said+`"}}`)
	}
	if a := h.send(http.MethodPost, "/t?k="+writeKey, http.Header{"Content-Type": {"application/x-ndjson"}}, strings.Join(lines, "\n")); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	h.settle()
	find := func(path string) report.Conversations {
		t.Helper()
		var page report.Conversations
		h.read(path, &page)
		return page
	}
	f := func(query string, total int64, want ...string) report.Conversations {
		t.Helper()
		page := find("/api/v1/conversations?from=2026-01-01&to=2027-01-01&" + query)
		var got []string
		for i := range page.Conversations {
			got = append(got, page.Conversations[i].ConversationID)
		}
		if page.Total != total || strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %d, %v, want %d, %v", query, page.Total, got, total, want)
		}
		return page
	}
	page := f("q=refund", 1, "refund")
	if m := page.Conversations[0].Match; m == nil || m.Source != "prompt" || len(m.Parts) != 3 || !m.Parts[1].Found || m.Parts[1].Text != "refund" {
		t.Errorf("the match is %+v", m)
	}
	f("q="+url.QueryEscape("退款"), 1, "chinese")
	f("q="+url.QueryEscape("refund -plan"), 0)
	f("q="+url.QueryEscape(`how -"annual plan"`)+"&sort=started", 1, "money")
	f("q="+url.QueryEscape("want money back")+"&mode=both", 2, "again", "money")
	page = f("q="+url.QueryEscape("want money back")+"&mode=meaning&limit=1", 2, "again")
	f("q="+url.QueryEscape("want money back")+"&mode=meaning&limit=1&cursor="+page.Next, 2, "money")
	f("q=refund&mode=meaning&where="+url.QueryEscape("turns = 9"), 0)
	if like := find("/api/v1/conversations/money/like?from=2026-01-01&to=2027-01-01"); len(like.Conversations) != 1 || like.Conversations[0].ConversationID != "again" {
		t.Errorf("like money: %+v", like)
	}
	h.searchesRefused()
}

func (h *harness) searchesRefused() {
	h.Helper()
	refused := func(path, key string, status int, part string) {
		h.Helper()
		if a := h.do(http.MethodGet, path, key, nil); a.status != status || !strings.Contains(string(a.body), part) {
			h.Errorf("GET %s: %d %s", path, a.status, a.body)
		}
	}
	refused("/api/v1/conversations?q="+url.QueryEscape(`refund "the`), readKey, http.StatusBadRequest, `"position":7`)
	refused("/api/v1/conversations?q=-no", readKey, http.StatusBadRequest, `invalid_search`)
	refused("/api/v1/conversations?sort=relevance", readKey, http.StatusBadRequest, `"field":"sort"`)
	refused("/api/v1/conversations?mode=both", readKey, http.StatusBadRequest, `"field":"mode"`)
	refused("/api/v1/conversations?q=a&mode=both&sort=started", readKey, http.StatusBadRequest, `mode=words`)
	refused("/api/v1/conversations?q=a&mode=both&cursor=x", readKey, http.StatusBadRequest, `"field":"cursor"`)
	refused("/api/v1/conversations/none/like", readKey, http.StatusNotFound, `not_found`)
	refused("/api/v1/conversations/none/like?q=a", readKey, http.StatusBadRequest, `"field":"q"`)
	refused("/api/v1/conversations?q=a", viewerKey, http.StatusForbidden, `forbidden`)
	refused("/api/v1/conversations/money/like", viewerKey, http.StatusForbidden, `forbidden`)
}
