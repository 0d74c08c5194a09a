package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/report"
)

// searchFlags are the flags of search.
type searchFlags struct {
	reportFlags

	mode  string
	limit int
}

func searchCommand() command {
	return command{
		name: "search", summary: "find conversations by words and by what they mean",
		help: `
Search finds conversations by what was said in them, the best first:

    debrief search 'how do I get my money back'
    debrief search 'refund "annual plan" -invoice' --mode words
    debrief search 退款 --from 2026-11-01 --where 'agent = "support"'

Every word must be there, in prompts, answers or comments; "a phrase" in quotes
stands so in one of them, and -word must not be there. The last word also finds
words that begin so. By meaning a conversation is found if a prompt of it means
something like the query, whatever its words.

--mode words finds by words alone, and says how many conversations hold them;
--mode meaning by meaning alone; both does either. --json prints what the API
answers. The period is the last 28 days unless --from and --to say otherwise.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var f searchFlags
			f.addPeriod(flags, "28 days when it is not named")
			flags.StringVar(&f.mode, "mode", "both", "words, meaning or both")
			flags.IntVar(&f.limit, "limit", 20, "how many conversations, at most 1000")
			flags.BoolVar(&f.json, "json", false, "print the answer of the API")
			f.target.add(flags)
			return func(ctx context.Context, io streams, args []string) error {
				if f.text = strings.Join(args, " "); f.text == "" {
					return usage("name what to find, as in: debrief search 'how do I get my money back'")
				}
				return runSearch(ctx, io.out, f)
			}
		},
	}
}

func runSearch(ctx context.Context, w io.Writer, f searchFlags) error {
	parameters := f.parameters()
	parameters.Set("mode", f.mode)
	parameters.Set("limit", strconv.Itoa(f.limit))
	return answer(ctx, w, f.reportFlags, f.query("/api/v1/conversations", parameters), printFound)
}

// printFound shows what was found, with what was sought between stars.
func printFound(w io.Writer, found *report.Conversations) error {
	if len(found.Conversations) == 0 {
		_, err := fmt.Fprintln(w, "Nothing was found. Try fewer words, --mode meaning, or a longer period with --from.")
		return err
	}
	rows := [][]string{{"conversation", "started", "outcome", "in", "text"}}
	for i := range found.Conversations {
		c := &found.Conversations[i]
		source, text := "", c.Opening
		if c.Match != nil {
			source, text = string(c.Match.Source), starred(c.Match)
		}
		rows = append(rows, []string{c.ConversationID, c.StartedAt.Format(time.DateTime), string(c.Outcome), source, text})
	}
	if err := table(w, rows); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s, the best %d are shown.\n", count(found.Total, "conversation"), len(found.Conversations))
	return err
}

func starred(m *report.Match) string {
	var b strings.Builder
	for _, part := range m.Parts {
		if part.Found {
			b.WriteString("*" + part.Text + "*")
		} else {
			b.WriteString(part.Text)
		}
	}
	return b.String()
}
