package sqlgen

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

var update = flag.Bool("update", false, "write what is compiled to testdata")

const goldenProject = "p"

func day(d int) time.Time { return time.Date(2026, time.October, d, 0, 0, 0, 0, time.UTC) }

func filtered(t *testing.T, text string) store.Filter {
	t.Helper()
	e, err := where.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return store.Filter{Where: e}
}

// golden holds a statement to its file: the SQL, then what is bound.
func golden(t *testing.T, name string, s Statement, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	text.WriteString(s.Text)
	for i, arg := range s.Args {
		if at, ok := arg.(time.Time); ok {
			arg = at.Format(time.RFC3339)
		}
		fmt.Fprintf(&text, "-- $%d = %v\n", i+1, arg)
	}
	path := filepath.Join("testdata", name+".duckdb.sql")
	if *update {
		if err = os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text.String()); diff != "" {
		t.Errorf("%s (-want +got), -update writes it:\n%s", path, diff)
	}
}

func TestSelect(t *testing.T) {
	f := func(name string, q store.Query) {
		t.Helper()
		q.Project, q.From, q.To = goldenProject, day(24), day(27)
		if err := q.Validate(); err != nil {
			t.Fatal(err)
		}
		selection, err := Select(DuckDB{}, Batches([]store.Query{q})[0])
		golden(t, "select_"+name, selection.Statement, err)
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	byAgent := []store.Dimension{{Name: store.ByAgent}}
	f("count", store.Query{Fact: store.Conversations, Measure: store.Count, Of: store.HasPrompt})
	f("bare", store.Query{Fact: store.Turns, Measure: store.Rate, Of: store.Responded, Among: store.HasPrompt, Depth: store.Bare})
	f("unspread", store.Query{Fact: store.Turns, Measure: store.Count, Of: store.HasPrompt, By: byAgent, Depth: store.Unspread})
	f("rate_by_day", store.Query{
		Fact: store.Conversations, Measure: store.Rate, Of: store.Succeeded, Among: store.Judged, Interval: store.Day, Zone: zone,
		By: []store.Dimension{{Name: store.ByAgent}, {Name: store.ByProperty, Key: "plan"}}, Filter: filtered(t, `agent = "support" and not rating < 0.5`),
	})
	f("funnel", store.Query{Fact: store.Conversations, Measure: store.Rate, Of: store.All(store.IsAnswered, store.Continued), Among: store.HasPrompt, By: byAgent})
	f("mean", store.Query{Fact: store.Ratings, Measure: store.Mean, Column: store.RatingValue, By: []store.Dimension{{Name: store.ByUserProperty, Key: "role"}}})
	f("quantile", store.Query{
		Fact: store.Turns, Measure: store.Quantile, Column: store.Latency, Quantile: 0.9, Of: store.IsAnswered, By: []store.Dimension{{Name: store.ByModel}},
		Filter: filtered(t, `language in (en, fr)`),
	})
	f("sum", store.Query{Fact: store.Conversions, Measure: store.Sum, Column: store.ConversionValue, By: []store.Dimension{{Name: store.ByCurrency}}})
	f("per_user", store.Query{Fact: store.Turns, Measure: store.PerUser, Of: store.Shows(conversation.CopiedAnswer), Among: store.Watched(conversation.CopiedAnswer)})
	f("fewest", store.Query{Fact: store.Turns, Measure: store.Fewest, Of: store.HasPrompt, Quantile: 0.5})
	f("by_source", store.Query{Fact: store.Conversations, Measure: store.Rate, Of: store.IsFailed, Among: store.Judged, By: []store.Dimension{{Name: store.BySource}}})
	f("newcomers", store.Query{Fact: store.Newcomers, Measure: store.Quantile, Column: store.ToFirstPrompt, Quantile: 0.5, By: byAgent, Filter: filtered(t, `environment = production`)})
	f("returns", store.Query{Fact: store.Returns, Measure: store.Rate, Of: store.Returned, Among: store.Elapsed, By: []store.Dimension{{Name: store.ByWeek}}, AsOf: day(24).AddDate(0, 0, 22)})
	f("returning", store.Query{Fact: store.Turns, Measure: store.Users, Of: store.HasPrompt, Among: store.IsReturning, Interval: store.Day, Zone: zone})
	f("days_of_week", store.Query{Fact: store.Turns, Measure: store.DaysOfWeek, Of: store.HasPrompt, Zone: zone})
	f("not_asked", store.Query{Fact: store.Sightings, Measure: store.UserShare, Of: store.IsConversion, Among: store.HasNotAsked})
	f("loose", store.Query{Fact: store.Conversions, Measure: store.Rate, Of: store.IsAttributed, Filter: filtered(t, `environment = production`)})
	f("users_seen", store.Query{Fact: store.Sightings, Measure: store.Users, Of: store.IsIdentified, Filter: filtered(t, `environment = production and account.seats > 10`)})
}

// TestTogether shows one statement for several queries about a period and the
// one before.
func TestTogether(t *testing.T) {
	filter := filtered(t, `not environment != production`)
	var queries []store.Query
	for _, from := range []time.Time{day(24), day(17)} {
		for _, q := range []store.Query{
			{Measure: store.Users, Of: store.HasPrompt},
			{Measure: store.Rate, Of: store.Errored, Among: store.Responded},
			{Measure: store.Quantile, Column: store.Latency, Quantile: 0.5},
			{Measure: store.Quantile, Column: store.Latency, Quantile: 0.9},
		} {
			q.Project, q.Fact, q.From, q.To, q.Filter = goldenProject, store.Turns, from, from.AddDate(0, 0, 7), filter
			queries = append(queries, q)
		}
	}
	batches := Batches(queries)
	if len(batches) != 1 {
		t.Fatalf("%d batches", len(batches))
	}
	for i, place := range batches[0].Places {
		if want := (Place{Query: i, Ask: i % 4, Span: 1 - i/4}); place != want {
			t.Errorf("query %d is at %+v, not at %+v", i, place, want)
		}
	}
	selection, err := Select(DuckDB{}, batches[0])
	golden(t, "select_together", selection.Statement, err)
}

// TestRest shows a group beside what it is compared with.
func TestRest(t *testing.T) {
	var queries []store.Query
	for _, rest := range []bool{false, true} {
		queries = append(queries, store.Query{
			Project: goldenProject, From: day(24), To: day(27), Fact: store.Turns, Measure: store.Rate, Of: store.Shows(conversation.Unanswered),
			Among: store.HasPrompt, By: []store.Dimension{{Name: store.ByTopic}}, Rest: rest,
		})
	}
	batches := Batches(queries)
	if len(batches) != 1 {
		t.Fatalf("%d batches", len(batches))
	}
	selection, err := Select(DuckDB{}, batches[0])
	golden(t, "select_rest", selection.Statement, err)
}

// TestBatches holds apart what one scan cannot answer.
func TestBatches(t *testing.T) {
	base := store.Query{Project: goldenProject, Fact: store.Turns, From: day(10), To: day(17), Measure: store.Count}
	f := func(name string, want int, change func(*store.Query)) {
		t.Helper()
		q := base
		change(&q)
		if got := len(Batches([]store.Query{base, q})); got != want {
			t.Errorf("%s: %d batches, want %d", name, got, want)
		}
	}
	f("the same", 1, func(*store.Query) {})
	f("measure", 1, func(q *store.Query) { q.Measure = store.Users })
	f("the rest", 1, func(q *store.Query) { q.Rest = true })
	f("the period before", 1, func(q *store.Query) { q.From, q.To = day(3), day(10) })
	f("the period after", 1, func(q *store.Query) { q.From, q.To = day(17), day(18) })
	f("a period apart", 2, func(q *store.Query) { q.From, q.To = day(18), day(19) })
	f("a period within", 2, func(q *store.Query) { q.To = day(12) })
	f("project", 2, func(q *store.Query) { q.Project = "q" })
	f("fact", 2, func(q *store.Query) { q.Fact = store.Ratings })
	f("filter", 2, func(q *store.Query) { q.Filter = filtered(t, `agent = "a"`) })
	f("text", 2, func(q *store.Query) { q.Filter.Text = "export" })
	f("breakdown", 2, func(q *store.Query) { q.By = []store.Dimension{{Name: store.ByAgent}} })
	f("interval", 2, func(q *store.Query) { q.Interval = store.Day })
}

func TestRanks(t *testing.T) {
	q := store.Query{
		Project: goldenProject, From: day(24), To: day(27), Fact: store.Turns, Measure: store.Quantile, Column: store.Latency, Quantile: 0.5,
		By: []store.Dimension{{Name: store.ByModel}},
	}
	batch := Batches([]store.Query{q})[0]
	statement, err := Ranks(DuckDB{}, batch, batch.Asks[0], Ranked{Groups: [][]string{{"m"}, {"m"}}, Parts: []int64{0, 0}, Ranks: []int64{3, 9}})
	golden(t, "ranks", statement, err)
}

func TestList(t *testing.T) {
	f := func(name string, q store.ListQuery) {
		t.Helper()
		q.Project, q.From, q.To, q.Limit = goldenProject, day(24), day(27), 50
		if err := q.Validate(); err != nil {
			t.Fatal(err)
		}
		statement, err := List(DuckDB{}, q)
		golden(t, "list_"+name, statement, err)
	}
	mean := 0.75
	cursor, err := Cursor(store.BestRated, &conversation.Conversation{ID: "c7", Explicit: &mean})
	if err != nil {
		t.Fatal(err)
	}
	support := "support"
	f("newest", store.ListQuery{Sort: store.Newest, Filter: store.Filter{Text: "export pdf"}})
	f("after_cursor", store.ListQuery{Sort: store.BestRated, Cursor: cursor})
	f("behind", store.ListQuery{Sort: store.Newest, Filter: filtered(t, `settled = true`), Behind: &store.Behind{
		Fact: store.Turns, Of: store.Shows(conversation.Unanswered), Among: store.HasPrompt,
		By: []store.Dimension{{Name: store.ByAgent}, {Name: store.ByTopic}}, Group: store.Group{&support, nil},
	}})
}

func TestFilter(t *testing.T) {
	f := func(name, text string) {
		t.Helper()
		statement, err := List(DuckDB{}, store.ListQuery{Project: goldenProject, From: day(24), To: day(27), Limit: 50, Filter: filtered(t, text)})
		golden(t, "filter_"+name, statement, err)
	}
	f("lists", `agent = "a" and version != "1" and model ~ "mini" and topic in ("x", "y") and signal exists and rating >= 0.75`)
	f("conversation", `outcome in (failed, abandoned) and settled = false and satisfaction < 0.5 and converted = true and value > 100 and turns >= 3 and started <= 2026-10-25`)
	f("properties", `prop.plan = "pro" or prop.seats > 5 or prop.beta = true or not prop.x exists or user.role ~ "adm" or account.seats in (5, 10)`)
	f("text", `text ~ "export" and text !~ "pdf"`)
	f("turn", `turn(model = "m-2" and signal = unanswered and rating < 0.5 and text ~ "export" and not prop."a/b" = "x")`)
}

func TestExport(t *testing.T) {
	f := func(name string, rows Rows, q store.ExportQuery) {
		t.Helper()
		q.Project = goldenProject
		statement, err := Export(DuckDB{}, q, rows, Slice{Until: &Edge{"c5", day(26)}})
		golden(t, "export_"+name, statement, err)
		statement, err = Edges(DuckDB{}, q, rows, 1000)
		golden(t, "export_"+name+"_edges", statement, err)
	}
	f("events", Rows{Table: "events", Columns: "event_id, kind", At: "occurred_at", ID: "event_id"}, store.ExportQuery{From: day(24)})
	f("turns", Rows{Table: "turns", Columns: "turn_id, prompt", At: "started_at", ID: "turn_id"}, store.ExportQuery{
		Filter: filtered(t, `agent = "a"`), After: &store.Place{Conversation: "c2", At: day(25), ID: "t3"},
	})
}

func TestValues(t *testing.T) {
	statement, err := Values(DuckDB{}, goldenProject, store.Dimension{Name: store.ByAgent}, 20)
	golden(t, "values", statement, err)
	statement, err = PropertyNames(DuckDB{}, goldenProject, store.ByProperty, 20)
	golden(t, "property_names", statement, err)
}
