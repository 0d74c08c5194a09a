package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/report"
)

// topicsShown is how many topics and gaps are printed.
const topicsShown = 30

// printTopics prints topics, the largest first, each rate with what it is
// against the rest.
func printTopics(w io.Writer, page *report.TopicsPage) error {
	if err := topicsHead(w, "Topics", page.From, page.To, page.Zone); err != nil {
		return err
	}
	if page.Version == 0 {
		_, err := fmt.Fprintln(w, "There are none yet: topics are found from 30 prompts on.")
		return err
	}
	fmt.Fprintf(w, "%s of %s are about one of %s.\n\n", number(metric.Share, page.Placed, false), count(page.Prompts, "prompt"), count(int64(len(page.Topics)), "topic"))
	rows := [][]string{{"topic", "name", ">prompts", ">share", "trend", ">users", ">success", ">failed", ">unanswered", ">converted"}}
	for i := range page.Topics[:min(topicsShown, len(page.Topics))] {
		t := &page.Topics[i]
		rows = append(rows, []string{
			t.ID, shortened(t.Name), grouped(t.Prompts.N), number(metric.Share, t.Share, false), string(t.Trend.Direction), grouped(t.Users.N),
			against(&t.Success), against(&t.Failure), against(&t.Unanswered), against(&t.Conversion),
		})
	}
	if err := table(w, rows); err != nil {
		return err
	}
	if left := len(page.Topics) - topicsShown; left > 0 {
		fmt.Fprintf(w, "… and %s\n", count(int64(left), "smaller topic"))
	}
	_, err := fmt.Fprint(w, "\n+ better and - worse than everything else, beyond chance. Less than 5 in a figure are not shown.\n")
	return err
}

func topicsHead(w io.Writer, title string, from, to time.Time, name string) error {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return fmt.Errorf("cannot read the time zone of the answer: %w", err)
	}
	_, err = fmt.Fprintf(w, "%s, %s (%s)\n", title, period(from, to, zone), name)
	return err
}

// shortened is a name of a column's width.
func shortened(name string) string {
	const most = 34
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return name
}

// against is a share, marked where it differs from the rest.
func against(f *report.Figure) string {
	if f.Value == nil {
		return ""
	}
	mark := " "
	if f.Against != nil {
		switch f.Against.Verdict {
		case metric.VerdictBetter:
			mark = "+"
		case metric.VerdictWorse:
			mark = "-"
		default:
		}
	}
	return number(metric.Share, *f.Value, false) + mark
}

// printGaps prints where answers fall short.
func printGaps(w io.Writer, page *report.GapsPage) error {
	if err := topicsHead(w, "Gaps", page.From, page.To, page.Zone); err != nil {
		return err
	}
	fmt.Fprintf(w, "The answer fell short for %s of %s, and affected %s.\n", grouped(page.Short), count(page.Prompts, "prompt"), count(page.Users, "user"))
	for i := range page.Gaps[:min(topicsShown, len(page.Gaps))] {
		gap := &page.Gaps[i]
		name := "prompts that fit no topic"
		if gap.Topic != nil {
			name = gap.Topic.ID + " " + gap.Topic.Name
		}
		fmt.Fprintf(w, "\n%s\n  %s affected; %s of %s fell short; its conversations fail: %s\n", name, count(gap.Users, "user"), grouped(gap.Short), count(gap.Prompts, "prompt"), failing(&gap.Failure))
		next := make([]string, len(gap.Next))
		for k, n := range gap.Next {
			next[k] = fmt.Sprintf("%s %s", grouped(n.Count), n.Next)
		}
		fmt.Fprintf(w, "  then: %s\n", strings.Join(next, ", "))
		for _, example := range gap.Examples {
			fmt.Fprintf(w, "  “%s” (%s)\n", oneLine(example.Text), example.ConversationID)
		}
	}
	_, err := fmt.Fprint(w, "\nA conversation in detail: the dashboard, or GET /api/v1/conversations/ID\n")
	return err
}

// failing says how often conversations fail, and whether that is more than of
// others.
func failing(f *report.Figure) string {
	if f.Value == nil {
		return valueOf(metric.Share, &f.Estimate)
	}
	text := valueOf(metric.Share, &f.Estimate)
	if f.Against != nil && f.Against.Verdict != metric.VerdictUnknown && f.Against.Verdict != metric.VerdictNoClearChange {
		text += ", " + string(f.Against.Verdict) + " than the rest"
	}
	return text
}

// oneLine is the beginning of a text, on one line.
func oneLine(text string) string {
	const most = 100
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return string(runes)
}
