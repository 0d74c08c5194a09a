package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/control/sqlite"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest"
	"github.com/debrief-dev/debrief/redact"
)

// failing is an inbox's store that can fail.
type failing struct {
	control.Store
	now atomic.Bool
}

func (f *failing) AddToInbox(ctx context.Context, tallies []control.Tally, samples []control.Sample) error {
	if f.now.Load() {
		return errors.New("the disk is full")
	}
	return f.Store.AddToInbox(ctx, tallies, samples)
}

func inboxNow() time.Time { return time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC) }

// openInbox opens an inbox on a store of its own with a project p.
func openInbox(t *testing.T) (*ingest.Inbox, *failing) {
	t.Helper()
	settings, err := sqlite.Open(t.Context(), t.TempDir()+"/control.db")
	must(t, err)
	must(t, settings.AddProject(t.Context(), control.Project{ID: "p", Name: "p", Zone: "UTC"}))
	store := &failing{Store: settings}
	inbox := ingest.OpenInbox(store, redact.DefaultRules(), inboxNow, func(error) {})
	t.Cleanup(func() {
		inbox.Close()
		must(t, settings.Close())
	})
	return inbox, store
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// kept are the tallies that are kept, as verdict, code and count.
func kept(t *testing.T, inbox *ingest.Inbox, store control.Inbox) map[string]int64 {
	t.Helper()
	must(t, inbox.Save(t.Context()))
	all, err := store.Tallies(t.Context(), "p", inboxNow().AddDate(0, 0, -1), inboxNow())
	must(t, err)
	counts := make(map[string]int64)
	for _, x := range all {
		counts[strings.TrimSpace(string(x.Verdict)+" "+x.Code)] += x.Count
	}
	return counts
}

func sending() ingest.Sending {
	return ingest.Sending{Project: "p", Key: "k", Source: "tag", At: inboxNow()}
}

func prompt(user, conversation string, marks event.Marks) *event.Event {
	return &event.Event{Project: "p", Kind: event.Prompt, Name: "prompt", User: user, Conversation: conversation, Marks: marks}
}

// TestInbox holds what is counted, that a conversation with a second user is
// noticed once, and that nothing is lost while the store fails.
func TestInbox(t *testing.T) {
	t.Parallel()
	inbox, store := openInbox(t)
	store.now.Store(true)
	n := inbox.Note(sending())
	n.Judge(prompt("u-1", "c-1", event.SessionMissing|event.Redacted), ingest.Accepted)
	n.Judge(prompt("u-2", "c-1", event.ClockCorrected|event.SessionMissing), ingest.Accepted)
	n.Judge(prompt("u-3", "c-1", 0), ingest.Accepted)
	n.Judge(prompt("", "c-1", 0), ingest.Accepted)
	n.Judge(prompt("u-1", "c-2", event.Truncated), ingest.Duplicate)
	staging := prompt("u-1", "c-2", 0)
	staging.Properties = event.Properties{{Name: "environment", Value: `"staging"`}}
	n.Judge(staging, ingest.Accepted)
	n.Judge(prompt("u-1", "c-2", event.Truncated), ingest.Rejected) // noted by its fault
	n.Reject(&ingest.Fault{Code: "missing_field", Field: "prompt", Message: "prompt is required"})
	n.Close()
	if inbox.Save(t.Context()) == nil {
		t.Error("a store that fails was not told of")
	}
	store.now.Store(false)
	n = inbox.Note(sending())
	n.Refuse(&ingest.Fault{Code: "too_large", Message: "too large"})
	n.Close()
	latest, known := inbox.Latest("p")
	if want := (ingest.Latest{Accepted: 5, At: inboxNow(), Source: "tag", Name: "prompt"}); !known || latest != want {
		t.Errorf("the latest is %+v, want %+v", latest, want)
	}
	if latest, known = inbox.Latest("q"); known {
		t.Errorf("another project has a latest: %+v", latest)
	}
	want := map[string]int64{
		"accepted": 5, "duplicate": 1, "rejected missing_field": 1, "refused too_large": 1,
		"noticed session_missing": 2, "noticed clock_corrected": 1, "noticed conversation_reused": 1, "noticed other_environment": 1,
	}
	if diff := cmp.Diff(want, kept(t, inbox, store)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestUnread holds that what a sender meant and no figure counts is told.
func TestUnread(t *testing.T) {
	t.Parallel()
	f := func(kind event.Kind, name, properties, want string) {
		t.Helper()
		item := event.Item{Name: event.TextValue(name), User: `"u"`}
		must(t, item.Properties.UnmarshalJSON([]byte(properties)))
		e, fault := event.Normalize(item, event.Arrival{Project: "p", ReceivedAt: inboxNow()})
		if fault != nil || e.Kind != kind {
			t.Fatalf("%s: %s, %v", name, e.Kind, fault)
		}
		inbox, store := openInbox(t)
		n := inbox.Note(sending())
		n.Judge(&e, ingest.Accepted)
		n.Close()
		counts := kept(t, inbox, store)
		delete(counts, "accepted")
		delete(counts, "noticed session_missing")
		samples, err := store.Samples(t.Context(), "p", inboxNow())
		must(t, err)
		got := ""
		if len(samples) == 1 && len(counts) == 1 && counts["noticed "+samples[0].Code] == 1 {
			got = samples[0].Code + " " + samples[0].Field
		}
		if got != want || want == "" && len(counts)+len(samples) > 0 {
			t.Errorf("%s %s: got %v %v, want %q", name, properties, counts, samples, want)
		}
	}
	f(event.Track, "screeb_copilot_prompt", `{}`, "unknown_copilot_event event")
	f(event.Track, "Screeb_Copilot_User_Prompt", `{}`, "unknown_copilot_event event")
	f(event.Track, " screeb_copilot_response ", `{}`, "unknown_copilot_event event")
	f(event.Track, "conversion", `{"value":"49,90"}`, "")
	f(event.Conversion, event.NameConversion, `{"value":"49,90"}`, "figure_unread value")
	f(event.Conversion, event.NameConversion, `{"value":"49.90"}`, "")
	f(event.Conversion, event.NameConversion, `{"value":null}`, "")
	f(event.Response, event.NameResponse, `{"response":"x","conversation_id":"c","latency_ms":"812 ms"}`, "figure_unread latency_ms")
	f(event.Response, event.NameResponse, `{"response":"x","conversation_id":"c","input_tokens":-1}`, "figure_unread input_tokens")
	f(event.Response, event.NameResponse, `{"response":"x","conversation_id":"c","latency_ms":0,"output_tokens":"3"}`, "")
	f(event.Satisfaction, event.NameSatisfaction, `{"comment":"x","conversation_id":"c","rating":4}`, "figure_unread rating_scale")
	f(event.Satisfaction, event.NameSatisfaction, `{"comment":"x","conversation_id":"c"}`, "")
}

// TestNotices holds that every mark that is a notice is one of the table.
func TestNotices(t *testing.T) {
	t.Parallel()
	inbox, store := openInbox(t)
	n := inbox.Note(sending())
	n.Judge(prompt("u", "c", ^event.Marks(0)), ingest.Accepted)
	n.Close()
	known := map[string]bool{"accepted": true}
	for _, name := range (^event.Marks(0)).Names() {
		known["mark "+name] = true
	}
	for _, notice := range ingest.Notices() {
		known["noticed "+notice.Code] = true
		if notice.Meaning == "" || notice.Mend == "" {
			t.Errorf("%s is not documented", notice.Code)
		}
	}
	for name := range kept(t, inbox, store) {
		if mark, is := strings.CutPrefix(name, "noticed "); !known[name] || is && !known["mark "+mark] {
			t.Errorf("%s is not in the table, or no mark", name)
		}
	}
}

// TestInboxSamples holds that samples are redacted, short and few, and that
// only those which are kept are ever made.
func TestInboxSamples(t *testing.T) {
	t.Parallel()
	inbox, store := openInbox(t)
	made := 0
	n := inbox.Note(sending())
	for i := range 1_000 {
		n.Reject(&ingest.Fault{Code: "missing_field", Field: "prompt", Item: func() []byte {
			made++
			return fmt.Appendf(nil, `{"n":%d}`, i)
		}})
	}
	n.Close()
	must(t, inbox.Save(t.Context()))
	if made > control.SamplesKept {
		t.Errorf("%d samples were made", made)
	}
	f := func(code, item string, has, hasNot []string) {
		t.Helper()
		n := inbox.Note(sending())
		n.Reject(&ingest.Fault{Code: code, Message: "ada@example.org said so", Item: func() []byte { return []byte(item) }})
		n.Close()
		must(t, inbox.Save(t.Context()))
		all, err := store.Samples(t.Context(), "p", inboxNow())
		must(t, err)
		got := all[0]
		if got.Code != code || len(got.Item) > 2<<10 || !utf8.ValidString(got.Item) || strings.Contains(got.Message, "ada@") {
			t.Errorf("%s: %q, %d bytes", code, got, len(got.Item))
		}
		for _, part := range has {
			if !strings.Contains(got.Item, part) {
				t.Errorf("%s has no %q: %s", code, part, got.Item)
			}
		}
		for _, part := range hasNot {
			if strings.Contains(got.Item, part) {
				t.Errorf("%s has %q: %s", code, part, got.Item)
			}
		}
	}
	const secret = "ada@example.org"
	f("plain", `{"user_id":"`+secret+`","properties":{"prompt":"mail me at ada\u0040example.org","deep":[{"b":"`+secret+`"}]}}`,
		[]string{`"user_id": "` + secret + `"`, "mail me at"}, []string{"at ada", `"b": "ada`})
	f("long", `{"a":"`+strings.Repeat("é", 5_000)+`","b":"seen"}`, []string{"é…", `"b": "seen"`}, nil)
	f("boundary", `{"a":"`+strings.Repeat("x", 230)+" "+secret+`"}`, []string{"x"}, []string{"ada"})
	f("many", `["`+strings.Repeat(secret+`","`, 500)+`"]`, []string{"…"}, []string{"ada"})
	f("broken", `{"a": "`+secret+`" and so on`, []string{"and so on"}, []string{"ada"})
	f("broken and long", strings.Repeat("x", 4<<10-8)+secret+strings.Repeat("y", 1<<20), []string{"xxx"}, []string{"ada"})
	f("huge", `{"a":"`+strings.Repeat("x ", 1<<20)+`"}`, []string{`{"a":"x`}, nil)
	f("no text", "\xff\xfe\x00", nil, nil)
	f("nothing", "", nil, nil)
}

// BenchmarkInboxNote is what a request of a thousand good events pays.
func BenchmarkInboxNote(b *testing.B) {
	broken := &failing{}
	broken.now.Store(true)
	inbox := ingest.OpenInbox(broken, redact.DefaultRules(), inboxNow, func(error) {})
	events := make([]*event.Event, 1_000)
	for i := range events {
		events[i] = prompt(fmt.Sprint("u-", i), fmt.Sprint("c-", i/4), event.SessionMissing)
	}
	b.ReportAllocs()
	for b.Loop() {
		n := inbox.Note(sending())
		for _, e := range events {
			n.Judge(e, ingest.Accepted)
		}
		n.Close()
	}
}
