package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/server"
)

// keysFlags are the flags of keys.
type keysFlags struct {
	target
	kind, name, value string
	transcripts       bool
}

func keysCommand() command {
	return command{
		name: "keys", summary: "list, add and revoke keys",
		help: `
Keys lists the keys of a project, adds one or revokes one:

    debrief keys list
    debrief keys add --kind server --name "billing backend"
    debrief keys revoke k_4f2a

There are three kinds. A write key is public and stands in pages: it may only
send. A server key is secret and may only send. A read key is secret and may only
read: figures, and with --transcripts also what people wrote.

A secret key is shown once, when it is made. The list shows how it begins.

To keep the key or website id that is in a page or a backend already, so that
only the host name changes there:

    debrief keys add --kind write --value 5c1b0d2e-…

A revoked key stops working within seconds and for good.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var f keysFlags
			flags.StringVar(&f.kind, "kind", "write", "of a new key: write, server or read")
			flags.StringVar(&f.name, "name", "", "of a new key: what it is for")
			flags.StringVar(&f.value, "value", "", "of a new key: the key itself, 8 to 255 characters; made up when it is not given")
			flags.BoolVar(&f.transcripts, "transcripts", false, "of a new read key: prompts and answers may be read with it")
			f.add(flags)
			return func(ctx context.Context, io streams, args []string) error { return keys(ctx, io, f, args) }
		},
	}
}

func keys(ctx context.Context, out streams, f keysFlags, args []string) (err error) {
	var do func(context.Context, *connection, io.Writer) error
	switch {
	case len(args) == 0, len(args) == 1 && args[0] == "list":
		do = f.list
	case len(args) == 1 && args[0] == "add":
		do = f.addKey
	case len(args) == 2 && args[0] == "revoke":
		do = func(ctx context.Context, to *connection, w io.Writer) error { return f.revoke(ctx, to, w, args[1]) }
	case args[0] == "revoke":
		return usage("name the id of one key, as in: debrief keys revoke k_4f2a")
	default:
		return usage("use keys list, keys add or keys revoke ID")
	}
	to, err := f.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	return do(ctx, to, out.out)
}

func (f *keysFlags) list(ctx context.Context, to *connection, w io.Writer) error {
	var answer struct {
		Keys []server.Key `json:"keys"`
	}
	if err := to.get(ctx, f.query("/api/v1/keys", url.Values{}), &answer); err != nil {
		return err
	}
	if len(answer.Keys) == 0 {
		fmt.Fprintln(w, "There is no key yet; `debrief keys add` makes one.")
		return nil
	}
	rows := [][]string{{"id", "kind", "key", "name", "made", "state"}}
	for _, key := range answer.Keys {
		value := key.Value
		if value == "" {
			value = key.Hint + "…"
		}
		rows = append(rows, []string{key.ID, kindOf(key), value, key.Name, key.CreatedAt.Format("2006-01-02"), stateOf(key)})
	}
	return table(w, rows)
}

func kindOf(key server.Key) string {
	if key.Transcripts {
		return string(key.Kind) + ", transcripts"
	}
	return string(key.Kind)
}

func stateOf(key server.Key) string {
	if key.RevokedAt != nil {
		return "revoked " + key.RevokedAt.Format("2006-01-02")
	}
	return "works"
}

func (f *keysFlags) addKey(ctx context.Context, to *connection, w io.Writer) error {
	body, err := json.Marshal(struct {
		Kind        control.KeyKind `json:"kind"`
		Name        string          `json:"name,omitempty"`
		Value       string          `json:"value,omitempty"`
		Transcripts bool            `json:"transcripts,omitempty"`
	}{control.KeyKind(f.kind), f.name, f.value, f.transcripts})
	if err != nil {
		return err
	}
	var made server.Key
	call := request{method: http.MethodPost, path: f.query("/api/v1/keys", url.Values{}), contentType: "application/json", body: body}
	if err = to.call(ctx, call, &made); err != nil {
		return err
	}
	fmt.Fprintf(w, "%s key: %s\nid:%*s %s\n", made.Kind, made.Value, len(made.Kind)+1, "", made.ID)
	if made.Kind != control.WriteKey && f.value == "" {
		fmt.Fprintln(w, "Keep it now: it is not shown again.")
	}
	return nil
}

func (f *keysFlags) revoke(ctx context.Context, to *connection, w io.Writer, id string) error {
	call := request{method: http.MethodDelete, path: f.query("/api/v1/keys/"+url.PathEscape(id), url.Values{})}
	var refused *failure
	err := to.call(ctx, call, nil)
	if errors.As(err, &refused) && refused.Status == http.StatusNotFound {
		return fmt.Errorf("no working key has the id %q; `debrief keys list` shows them", id)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "Revoked %s: it stops working within seconds.\n", id)
	return err
}
