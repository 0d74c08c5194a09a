package arch

// row is one package: what it may import of ours, and why that is enough.
type row struct {
	folder string // relative to the module; a trailing /... covers the folders below too
	may    string // folders it may import, separated by spaces; * is everything
	why    string
}

// table is the architecture. A package that has no row fails the test, as does an import that its row lacks.
// Tests may import what they like: the compiler keeps them out of cycles.
func table() []row {
	return []row{
		{"event", "", "the root: everything else speaks of events, so it can speak of nothing else"},
		{"where", "", "the filter language is one text for URL, API, CLI and SQL: syntax, typed tree and which fields exist; how they are evaluated is the store.s"},
		{"redact", "event", "what must not be kept is found in an event's texts; nothing else is needed to judge them"},
		{"text", "", "how words are read knows words, not events: it is measured alone against labelled data"},
		{"conversation", "event text", "meaning is a pure function of events and definitions, so that a rebuild gives what a live run gave"},
		{"topic", "text", "clusters texts and ids; not events, so that it can be evaluated on any labelled corpus"},

		{"store", "event conversation where text", "the contract says what is kept (events, derived rows) and what can be asked (Query with a where tree)"},
		{"store/internal/fulltext", "text", "an index of what was said, beside engines that have none: SQLite's FTS5 and sketches of prompts"},
		{"store/internal/sqlgen", "store event conversation where text", "one compiler from Query to SQL for every dialect"},
		{"store/duckdb", "store store/internal/sqlgen store/internal/fulltext text event conversation where", "the embedded engine behind the contract"},
		{"store/clickhouse", "store store/internal/sqlgen event conversation where", "the cluster's engine behind the contract"},
		{"store/memory", "store event conversation where text", "the contract's reference semantics: plain Go and no SQL, or it would share the compiler's mistakes"},
		{"store/storetest", "store store/memory analyze event conversation text where", "the conformance suite: a backend's own test is a few lines, and what it should answer is what the reference answers about random worlds that are analysed as real ones are"},

		{"control", "event conversation where topic", "who may and what they decided; definitions are conversation's, saved filters are where's, decisions about topics are topic's"},
		{"control/sqlite", "control event conversation where topic", "control data on one node"},
		{"control/postgres", "control event conversation where topic", "control data for a cluster"},
		{"control/controltest", "control event conversation where topic", "the conformance suite: both drivers keep the same promises"},

		{"ingest/journal", "", "a segment file of byte records: fuzzed and damaged in tests without an event in sight"},
		{"ingest", "event redact store control ingest/journal", "the one door: judge, redact, dedupe, journal, acknowledge, flush"},
		{"analyze", "event conversation topic text store control", "derives meaning from what is stored; never asks how it got in or what will be asked"},
		{"metric", "store where", "definitions as data over Query; the store alone decides how to count"},
		{"search", "store text conversation", "ranks what a store says comes into question; it knows neither engines nor the API, so that it can be measured on labelled prompts"},
		{"report", "metric store search control topic conversation event where", "the one view model of API, dashboard, CLI and MCP; a conversation is shown with its events, an export is of them"},
		{"collect", "event", "bytes to events, pure: a protocol knows neither keys, stores nor HTTP"},
		{"server", "event where redact text conversation topic store control ingest analyze metric report search collect", "the edge: everything below it, and no driver"},
		{"hooks", "report control", "what goes out is a report, and whom to tell is control's"},

		{"tag", "", "an embedded build"},
		{"ui", "", "an embedded build"},
		{"client", "", "other people's backends import it: nothing of ours may come along"},

		{"internal/demo", "event", "a simulated product sends what a real one sends: events"},
		{"internal/arch", "", "this table"},
		{"internal/contract", "", "tests hold answers to the OpenAPI document: it knows HTTP and that document, and nothing of what is answered"},
		{"cmd/debrief", "*", "wiring"},
		{"bench/...", "*", "measures anything"},
		{"eval/...", "*", "measures anything"},
	}
}

// confined is an import from outside the module that only some folders may name.
type confined struct {
	prefix  string // an import path, and those below it
	folders string // separated by spaces; the folders below them may too
	why     string
}

func confinements() []confined {
	return []confined{
		{"net/http", "server hooks client bench store/clickhouse cmd/debrief internal/contract", "HTTP is an edge; below it, bytes and errors"},
		{"log", "server hooks cmd/debrief bench eval", "below the edge errors are returned; one place logs them"},
		{"database/sql", "store/duckdb store/internal/fulltext store/clickhouse control/sqlite control/postgres bench eval", "SQL is a driver's business; everyone else asks with Query"},
		{"github.com/duckdb", "store/duckdb", "a driver stays in its folder"},
		{"modernc.org/sqlite", "control/sqlite store/internal/fulltext", "a driver stays in its folder; full text lives beside DuckDB"},
		{"github.com/jackc", "control/postgres", "a driver stays in its folder"},
		{"github.com/ClickHouse", "store/clickhouse", "a driver stays in its folder"},
		{"github.com/danielgtaylor/huma", "server", "routes and their OpenAPI document"},
		{"github.com/spf13/pflag", "cmd/debrief bench eval", "flags are the command line's"},
		{"os/exec", "cmd/debrief bench eval", "nothing that serves starts a program"},
	}
}

// wired are the packages that bring a driver: one file chooses among them, so that the choice is read in one place.
const (
	wired   = "store/duckdb store/clickhouse control/sqlite control/postgres"
	wiredBy = "cmd/debrief/wire.go bench/ eval/"
)

// peers never import one another, whatever the table may come to say: each runs, fails and scales without the others.
const peers = "ingest analyze metric"

// pure packages take values and return values, so that they can be tested, fuzzed and rebuilt from at any time.
const (
	pure   = "event where redact text conversation topic collect metric"
	impure = "os os/exec os/signal net net/http log database/sql syscall math/rand"
)

// banned names say nothing of what a package provides.
const banned = "util utils common types models helpers misc shared"

// interfaceMost is how many methods an interface may declare.
const interfaceMost = 5
