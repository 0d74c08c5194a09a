package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
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

Of a user it removes everything that has their id or an anonymous id tied to it,
and the answers of conversations that they began. At once no figure, list,
search, export or stream has any of it, and what is sent of it later is dropped;
that holds after a rebuild, a restart and a crash. It cannot be undone.

Backups and exports that were made before are not changed, and freed space in
the database's file may hold it until it is written over.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var t target
			var yes bool
			flags.BoolVar(&yes, "yes", false, "it cannot be undone: say that it is meant")
			t.add(flags)
			return func(ctx context.Context, io streams, args []string) error {
				switch {
				case len(args) == 1 && args[0] == "list":
					return listErased(ctx, io.out, t)
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
	_, err = fmt.Fprintf(w, "Erased %s %s on %s: %s, and %s of which nothing is left.\nReceipt %s.\n%s\n%s\n", what, receipt.User+receipt.Conversation,
		receipt.At.Format(time.DateTime+" MST"), count(receipt.Events, "event"), count(receipt.Conversations, "conversation"), receipt.ID,
		wrapped("Gone from: "+receipt.Covers, reportWidth, ""), wrapped("Not from: "+receipt.Leaves, reportWidth, ""))
	return err
}

func listErased(ctx context.Context, w io.Writer, t target) (err error) {
	to, err := t.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	var answer struct{ Erasures []server.Erasure }
	if err = to.get(ctx, t.query("/api/v1/erasures", url.Values{}), &answer); err != nil {
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
			_, err = fmt.Fprintf(w, "%s  %s  %s\n", e.At.Format(time.DateTime+" MST"), e.ID, what)
		}
	}
	return err
}
