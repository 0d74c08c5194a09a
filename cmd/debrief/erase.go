package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/server"
)

func eraseCommand() command {
	return command{
		name: "erase", summary: "erase a user or a conversation for ever",
		help: `
Erase removes a user or one conversation, and prints a receipt:

    debrief erase user u-1234 --yes
    debrief erase conversation c-77 --yes
    debrief erase list
    debrief erase compact

Of a user it removes everything that has their id or an anonymous id tied to it,
and the answers of conversations that they began. At once no figure, list,
search, export or stream has any of it, and what is sent of it later is dropped;
that holds after a rebuild, a restart and a crash. It cannot be undone.

Bytes of it may lie in the files of the folder until these are written anew: that
happens by itself within a day, or now by compact, while a server runs or not. It
takes as much room again as the events have. List says which files are done.

Backups and exports that were made before are not changed.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var t target
			var yes bool
			flags.BoolVar(&yes, "yes", false, "it cannot be undone: say that it is meant")
			t.add(flags)
			return func(ctx context.Context, io streams, args []string) error {
				switch {
				case len(args) == 1 && args[0] == "list":
					return listErased(ctx, io.out, t, request{method: http.MethodGet, path: "/api/v1/erasures"})
				case len(args) == 1 && args[0] == "compact":
					return listErased(ctx, io.out, t, request{method: http.MethodPost, path: "/api/v1/erasures/compact"})
				case len(args) != 2 || (args[0] != "user" && args[0] != "conversation") || args[1] == "":
					return usage("name what to erase, as in: debrief erase user u-1234 --yes")
				case !yes:
					return usage("erasing %s %s cannot be undone: add --yes", args[0], args[1])
				default:
					return erase(ctx, io.out, t, args[0], args[1])
				}
			}
		},
	}
}

func erase(ctx context.Context, w io.Writer, t target, what, id string) (err error) {
	to, err := t.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	asked, err := json.Marshal(map[string]string{what + "_id": id})
	if err != nil {
		return err
	}
	var receipt server.EraseReceipt
	path := t.query("/api/v1/erasures", url.Values{})
	if err = to.call(ctx, request{method: http.MethodPost, path: path, contentType: "application/json", body: asked}, &receipt); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "Erased %s %s on %s: %s, and %s of which nothing is left.\nReceipt %s.\n%s\n%s\n%s\n", what, receipt.User+receipt.Conversation,
		receipt.At.Format(time.DateTime+" MST"), count(receipt.Events, "event"), count(receipt.Conversations, "conversation"), receipt.ID,
		wrapped("Gone from: "+receipt.Covers, reportWidth, ""), wrapped("Not from: "+receipt.Leaves, reportWidth, ""),
		wrapped("Files: "+filesDone(receipt.Files)+" `debrief erase compact` does it now.", reportWidth, ""))
	return err
}

// filesDone says which files an erasure has reached, and since when all are.
func filesDone(files []server.ErasedFrom) string {
	var left []string
	var last time.Time
	for _, f := range files {
		if f.DoneAt == nil {
			left = append(left, f.Part)
		} else if f.DoneAt.After(last) {
			last = *f.DoneAt
		}
	}
	if len(left) > 0 {
		return strings.Join(left, ", ") + " within a day."
	}
	return "gone from all since " + last.Format(time.DateTime+" MST") + "."
}

func listErased(ctx context.Context, w io.Writer, t target, ask request) (err error) {
	to, err := t.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	var answer struct{ Erasures []server.Erasure }
	ask.path = t.query(ask.path, url.Values{})
	if err = to.call(ctx, ask, &answer); err != nil {
		return err
	}
	if len(answer.Erasures) == 0 {
		_, err = fmt.Fprintln(w, "Nothing was erased.")
	}
	for _, e := range answer.Erasures {
		what := "user " + e.User
		if e.Conversation != "" {
			what = "conversation " + e.Conversation
		}
		if err == nil {
			_, err = fmt.Fprintf(w, "%s  %s  %s  files: %s\n", e.At.Format(time.DateTime+" MST"), e.ID, what, filesDone(e.Files))
		}
	}
	return err
}
