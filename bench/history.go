package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

const (
	historyDays = 90
	idleFor     = 5 * time.Second
	slowest     = 8 // queries are named
)

// history loads ninety days, asks everything the dashboard asks, derives
// everything again, and looks at the folder.
func (b *bench) history(ctx context.Context) error {
	s, err := b.start(ctx, "history")
	if err != nil {
		return err
	}
	g := newHistory(b.seed, time.Now().Add(-historyDays*lastDay), historyDays*lastDay, b.conversations)
	events := 0
	began := time.Now()
	for g.serial < b.conversations { // not all bodies at once: a million conversations do not fit
		bodies := g.bodies(20, batchSize)
		if _, err = s.deliver(ctx, bodies); err != nil {
			return err
		}
		events += len(bodies) * batchSize
	}
	loaded := time.Now()
	analysed, err := s.settle(ctx, events, true)
	if err != nil {
		return err
	}
	if err = s.matches(ctx, g); err != nil {
		return err
	}
	b.tell(figure{
		what: fmt.Sprintf("load of %s events over 90 days until analysed", number(float64(events))), value: float64(events) / analysed.Sub(began).Seconds(), unit: "events/s",
		note: fmt.Sprintf("sent within %s s, generated meanwhile", number(loaded.Sub(began).Seconds())),
	})
	if err = b.reports(ctx, s); err != nil {
		return err
	}
	if err = b.rebuild(ctx, s, g.prompts); err != nil {
		return err
	}
	if err = s.stop(); err != nil {
		return err
	}
	total, err := s.folderBytes()
	if err != nil {
		return err
	}
	b.tell(figure{what: "whole folder after a stop", value: float64(total) / float64(events), unit: "bytes/event", kind: size, bar: 350, note: number(float64(total)/1e6) + " MB, derived rows included"})
	if err = b.beside(ctx, s.dir); err != nil {
		return err
	}
	return b.idle(ctx)
}

// reportsAgain is measured only when it is named: it needs --keep.
const reportsAgain = "reports"

// again asks the reports of the history that an earlier run kept.
func (b *bench) again(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(b.dir, "history")); err != nil {
		return fmt.Errorf("--keep names no folder that a run of history left: %w", err)
	}
	s, err := b.start(ctx, "history")
	if err != nil {
		return err
	}
	if err = errors.Join(b.reports(ctx, s), s.stop()); err != nil {
		return err
	}
	return b.beside(ctx, s.dir)
}

// matches holds the server's own figures against what was generated.
func (s *server) matches(ctx context.Context, g *generator) error {
	var m struct{ Rows []struct{ Value float64 } }
	from := time.Now().Add(-(historyDays + 2) * lastDay).UTC().Format(time.DateOnly)
	to := time.Now().Add(2 * lastDay).UTC().Format(time.DateOnly)
	if _, err := s.get(ctx, "/api/v1/metrics/conversations?from="+from+"&to="+to, &m); err != nil {
		return err
	}
	if len(m.Rows) != 1 || int(m.Rows[0].Value) != g.serial {
		return fmt.Errorf("%d conversations were sent and the report says %v", g.serial, m.Rows)
	}
	return nil
}

// idle starts the folder again and leaves it alone.
func (b *bench) idle(ctx context.Context) error {
	s, err := b.start(ctx, "history")
	if err != nil {
		return err
	}
	b.tell(figure{what: "start to ready after a clean stop", value: s.ready.Seconds() * 1_000, unit: "ms", kind: latency, bar: 500})
	time.Sleep(idleFor)
	b.tell(figure{what: "idle memory", value: s.memory("VmRSS"), unit: "MB", kind: size, bar: 100, note: "resident, 5 s after that start"})
	return errors.Join(b.pages(ctx, s), s.stop())
}

// reports asks every question of the dashboard in several ways.
func (b *bench) reports(ctx context.Context, s *server) error {
	paths, err := s.questions(ctx)
	if err != nil {
		return err
	}
	type answer struct {
		path   string
		median float64
	}
	before := s.cpu()
	var all, again []time.Duration
	answers := make([]answer, len(paths))
	for i, path := range paths {
		own := make([]time.Duration, b.repeats+1)
		for j := range own {
			if own[j], err = s.get(ctx, later(path, j), nil); err != nil {
				return err
			}
		}
		own = own[1:]
		one, failed := s.get(ctx, later(path, b.repeats), nil)
		if failed != nil {
			return failed
		}
		all, again = append(all, own...), append(again, one)
		answers[i] = answer{path, quantile(own, 0.5)}
	}
	b.tell(figure{
		what: fmt.Sprintf("%d reports over %s conversations, p95", len(paths), number(float64(b.conversations))), value: quantile(all, 0.95), unit: "ms", kind: latency, bar: 150,
		note: fmt.Sprintf("never asked before; p50 %s ms, %s ms of the server's processor each; the bar is for 1,000,000 conversations",
			number(quantile(all, 0.5)), number(float64((s.cpu()-before).Milliseconds())/float64(len(paths)*(b.repeats+1)))),
	})
	b.tell(figure{what: "… asked again while nothing was written, p95", value: quantile(again, 0.95), unit: "ms", note: "p50 " + number(quantile(again, 0.5)) + " ms"})
	b.tell(figure{what: "… memory of the server after them", value: s.memory("VmRSS"), unit: "MB"})
	slices.SortFunc(answers, func(a, b answer) int { return cmp.Compare(b.median, a.median) })
	for _, slow := range answers[:min(slowest, len(answers))] {
		b.tell(figure{what: "… among the slowest, median", value: slow.median, unit: "ms", note: slow.path})
	}
	return nil
}

// later is a question about a period that begins some seconds later: as dear,
// and one whose answer is not kept.
func later(path string, seconds int) string {
	at, err := url.Parse(path)
	if err != nil || at.Query().Has("cursor") {
		return path // a cursor belongs to its list, which is not kept
	}
	q := at.Query()
	q.Set("from", fmt.Sprintf("%sT00:00:%02dZ", q.Get("from"), seconds))
	return at.Path + "?" + q.Encode()
}

// questions are the requests that the dashboard's pages make: the overview,
// every metric whole, filtered, by day and by agent, and pages of the list.
func (s *server) questions(ctx context.Context) ([]string, error) {
	var catalogue struct{ Metrics []struct{ ID string } }
	if _, err := s.get(ctx, "/api/v1/metrics", &catalogue); err != nil {
		return nil, err
	}
	period := url.Values{}
	period.Set("from", time.Now().Add(-28*lastDay).UTC().Format(time.DateOnly))
	period.Set("to", time.Now().Add(lastDay).UTC().Format(time.DateOnly))
	with := func(path string, pairs ...string) string {
		q := url.Values{"from": period["from"], "to": period["to"]}
		for i := 0; i < len(pairs); i += 2 {
			q.Set(pairs[i], pairs[i+1])
		}
		return path + "?" + q.Encode()
	}
	const filter = `agent = "support" and prop.plan in ("pro","team")`
	list := []string{with("/api/v1/reports/overview"), with("/api/v1/reports/overview", "where", filter)}
	for _, m := range catalogue.Metrics {
		path := "/api/v1/metrics/" + m.ID
		list = append(list, with(path, "compare", "previous"), with(path, "where", filter), with(path, "interval", narrowest(m.ID)), with(path, "by", "agent", "compare", "previous"))
	}
	const conversations = "/api/v1/conversations"
	list = append(list, with(conversations), with(conversations, "where", filter, "sort", "-rating"), with(conversations, "where", `text ~ "payment"`), with(conversations, "q", "invoice"))
	var page struct{ Next string }
	if _, err := s.get(ctx, with(conversations, "limit", "1000"), &page); err != nil {
		return nil, err
	}
	if page.Next != "" {
		list = append(list, with(conversations, "limit", "50", "cursor", page.Next))
	}
	return list, nil
}

// narrowest is the narrowest bucket that a metric of the dashboard is drawn by:
// what is about days of a week has no value for a day.
func narrowest(metric string) string {
	if metric == "stickiness" {
		return "week"
	}
	return "day"
}

// rebuild derives everything again through the command line.
func (b *bench) rebuild(ctx context.Context, s *server, turns int) error {
	before, began := s.cpu(), time.Now()
	if out, err := exec.CommandContext(ctx, b.binary, "rebuild", "--data", s.dir).CombinedOutput(); err != nil { //nolint:gosec // the binary to measure
		return fmt.Errorf("%w: %s", err, out)
	}
	took, used := time.Since(began), s.cpu()-before
	b.tell(figure{
		what: "rebuild", value: float64(turns) / took.Seconds(), unit: "turns/s", kind: rate, bar: 20_000,
		note: number(float64(used.Microseconds())/float64(turns)) + " µs of the server's processor a turn",
	})
	return nil
}
