package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/server"
)

// keysFlags are the flags of keys.
type keysFlags struct {
	target
	kind, name, value string
	transcripts       bool
	origins           []string
	rate              float64
	grace             time.Duration
	given             func(flag string) bool
}

func keysCommand() command {
	return command{
		name: "keys", summary: "list, add, limit, rotate and revoke keys",
		help: `
Keys lists the keys of a project, adds one or changes one:

    debrief keys list
    debrief keys add --kind server --name "billing backend"
    debrief keys add --origin https://app.example.com --rate 50
    debrief keys limit ID --origin https://*.example.com --rate 100
    debrief keys rotate ID --grace 48h
    debrief keys revoke ID

There are three kinds. A write key is public and stands in pages: it may only
send. A server key is secret and may only send. A read key is secret and may only
read: figures, and with --transcripts also what people wrote.

A secret key is shown once, when it is made. The list shows how it begins.

To keep the website id or key that is in a page or a backend already, so that
only the host name changes there:

    debrief keys add --kind write --value 5c1b0d2e-…

A write key can be limited to the sites whose pages may use it, by --origin,
which may be repeated. Other pages, and whatever is no page, are refused: a
backend uses a server key. A key that sends more events than --rate allows is
told to send them again later. Limit changes both; what is not given stays, and
an empty --origin or a --rate of 0 takes the limit away.

Rotate makes a key that takes the other's place; the old one works on for the
--grace, in which pages and backends are changed. A revoked key stops working
within seconds and for good.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			f := keysFlags{given: func(name string) bool { return flags.Lookup(name).Changed }}
			flags.StringVar(&f.kind, "kind", "write", "of a new key: write, server or read")
			flags.StringVar(&f.name, "name", "", "what the key is for")
			flags.StringVar(&f.value, "value", "", "of a new key: the key itself, 8 to 255 characters; made up when it is not given")
			flags.BoolVar(&f.transcripts, "transcripts", false, "of a new read key: prompts and answers may be read with it")
			flags.StringSliceVar(&f.origins, "origin", nil, "of a write key: a site whose pages may use it, as in https://app.example.com; any when none is given")
			flags.Float64Var(&f.rate, "rate", 0, "events a second that the key may send, on average: ten seconds' worth, or 100, pass at once; 0 is no limit")
			flags.DurationVar(&f.grace, "grace", 24*time.Hour, "how long a rotated key works on, at most 2160h")
			f.add(flags)
			return func(ctx context.Context, io streams, args []string) error { return keys(ctx, io, f, args) }
		},
	}
}

func keys(ctx context.Context, out streams, f keysFlags, args []string) (err error) {
	var do func(context.Context, *connection, io.Writer) error
	one := map[string]func(context.Context, *connection, io.Writer, string) error{"revoke": f.revoke, "rotate": f.rotate, "limit": f.limit}
	switch {
	case len(args) == 0, len(args) == 1 && args[0] == "list":
		do = f.list
	case len(args) == 1 && args[0] == "add":
		do = f.addKey
	case one[args[0]] != nil && len(args) == 2:
		do = func(ctx context.Context, to *connection, w io.Writer) error { return one[args[0]](ctx, to, w, args[1]) }
	case one[args[0]] != nil:
		return usage("name the id of one key, as in: debrief keys %s k_4f2a", args[0])
	default:
		return usage("use keys list, keys add, or keys limit, rotate or revoke with an ID")
	}
	to, err := f.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	return do(ctx, to, out.out)
}

// all are the project's keys.
func (f *keysFlags) all(ctx context.Context, to *connection) ([]server.Key, error) {
	var answer struct {
		Keys []server.Key `json:"keys"`
	}
	err := to.get(ctx, f.query("/api/v1/keys", url.Values{}), &answer)
	return answer.Keys, err
}

func (f *keysFlags) list(ctx context.Context, to *connection, w io.Writer) error {
	all, err := f.all(ctx, to)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(w, "There is no key yet; `debrief keys add` makes one.")
		return nil
	}
	rows := [][]string{{"id", "kind", "key", "name", "made", "state", "limits"}}
	for i := range all {
		key := &all[i]
		value := key.Value
		if value == "" {
			value = key.Hint + "…"
		}
		rows = append(rows, []string{key.ID, kindOf(key), value, key.Name, key.CreatedAt.Format("2006-01-02"), stateOf(key), limitsOf(key)})
	}
	return table(w, rows)
}

func kindOf(key *server.Key) string {
	if key.Transcripts {
		return string(key.Kind) + ", transcripts"
	}
	return string(key.Kind)
}

func stateOf(key *server.Key) string {
	switch {
	case key.RevokedAt == nil:
		return "works"
	case key.RevokedAt.After(time.Now()):
		return "works until " + key.RevokedAt.Format("2006-01-02 15:04")
	default:
		return "revoked " + key.RevokedAt.Format("2006-01-02")
	}
}

func limitsOf(key *server.Key) string {
	var limits []string
	for _, origin := range key.Origins {
		limits = append(limits, string(origin))
	}
	if key.Rate > 0 {
		limits = append(limits, fmt.Sprintf("%g events/s", key.Rate))
	}
	return strings.Join(limits, " ")
}

func (f *keysFlags) addKey(ctx context.Context, to *connection, w io.Writer) error {
	wanted := struct {
		server.KeyLimits
		Kind        control.KeyKind `json:"kind"`
		Name        string          `json:"name,omitempty"`
		Value       string          `json:"value,omitempty"`
		Transcripts bool            `json:"transcripts,omitempty"`
	}{server.KeyLimits{Origins: f.origins, Rate: f.rate}, control.KeyKind(f.kind), f.name, f.value, f.transcripts}
	var made server.Key
	if err := send(ctx, to, request{method: http.MethodPost, path: f.query("/api/v1/keys", url.Values{})}, wanted, &made); err != nil {
		return err
	}
	return printKey(w, &made, f.value == "")
}

func printKey(w io.Writer, key *server.Key, fresh bool) error {
	_, err := fmt.Fprintf(w, "%s key: %s\nid:%*s %s\n", key.Kind, key.Value, len(key.Kind)+1, "", key.ID)
	if key.Kind != control.WriteKey && fresh && err == nil {
		_, err = fmt.Fprintln(w, "Keep it now: it is not shown again.")
	}
	return err
}

func (f *keysFlags) path(id, below string) string {
	return f.query("/api/v1/keys/"+url.PathEscape(id)+below, url.Values{})
}

// limit changes what was given and repeats what was not.
func (f *keysFlags) limit(ctx context.Context, to *connection, w io.Writer, id string) error {
	all, err := f.all(ctx, to)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(k server.Key) bool { return k.ID == id })
	if i < 0 {
		return noKey(id)
	}
	wanted := struct {
		server.KeyLimits
		Name string `json:"name"`
	}{server.KeyLimits{Rate: all[i].Rate}, all[i].Name}
	for _, origin := range all[i].Origins {
		wanted.Origins = append(wanted.Origins, string(origin))
	}
	if f.given("origin") {
		wanted.Origins = slices.DeleteFunc(f.origins, func(o string) bool { return o == "" })
	}
	if f.given("rate") {
		wanted.Rate = f.rate
	}
	if f.given("name") {
		wanted.Name = f.name
	}
	var now server.Key
	if err = onKey(send(ctx, to, request{method: http.MethodPut, path: f.path(id, "")}, wanted, &now), id); err != nil {
		return err
	}
	limits := limitsOf(&now)
	if limits == "" {
		limits = "nothing"
	}
	_, err = fmt.Fprintf(w, "%s is limited to: %s\n", id, limits)
	return err
}

func (f *keysFlags) rotate(ctx context.Context, to *connection, w io.Writer, id string) error {
	var made server.Key
	grace := map[string]int64{"grace_seconds": int64(f.grace / time.Second)}
	if err := onKey(send(ctx, to, request{method: http.MethodPost, path: f.path(id, "/rotate")}, grace, &made), id); err != nil {
		return err
	}
	if err := printKey(w, &made, true); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s works on for %s.\n", id, f.grace)
	return err
}

func (f *keysFlags) revoke(ctx context.Context, to *connection, w io.Writer, id string) error {
	if err := onKey(send(ctx, to, request{method: http.MethodDelete, path: f.path(id, "")}, nil, nil), id); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "Revoked %s: it stops working within seconds.\n", id)
	return err
}

// onKey says in the command's words that there is no such key.
func onKey(err error, id string) error {
	if refusedWith(err, http.StatusNotFound) {
		return noKey(id)
	}
	return err
}

func noKey(id string) error {
	return fmt.Errorf("no working key has the id %q; `debrief keys list` shows them", id)
}
