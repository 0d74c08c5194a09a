package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/server"
)

func userCommand() command {
	return command{
		name: "user", summary: "list people, make a sign-in link",
		help: `
User lists the people who may sign in, and makes a one-time sign-in link for one
of them, as when a password was never chosen or is forgotten:

    debrief user list
    debrief user link owner@localhost --url https://debrief.example.com

A link works once and for a day. Whoever has it signs in as that person.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var t target
			var address string
			flags.StringVar(&address, "url", "", "address at which people open the dashboard, to make the link complete")
			t.add(flags)
			return func(ctx context.Context, io streams, args []string) error {
				return user(ctx, io.out, t, address, args)
			}
		},
	}
}

func user(ctx context.Context, w io.Writer, t target, address string, args []string) (err error) {
	var email string
	switch {
	case len(args) == 0, len(args) == 1 && args[0] == "list":
	case len(args) == 2 && args[0] == "link":
		email = args[1]
	case args[0] == "link":
		return usage("name one person by e-mail, as in: debrief user link owner@localhost")
	default:
		return usage("use user list or user link EMAIL")
	}
	to, err := t.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	if email == "" {
		return listPeople(ctx, to, w)
	}
	if address == "" && !to.local {
		address = t.server
	}
	return makeLink(ctx, to, w, email, address)
}

func listPeople(ctx context.Context, to *connection, w io.Writer) error {
	var answer struct {
		People []server.PersonBrief `json:"people"`
	}
	if err := to.get(ctx, "/api/v1/people", &answer); err != nil {
		return err
	}
	rows := [][]string{{"e-mail", "role", "password", "since"}}
	for _, p := range answer.People {
		chosen := "not chosen"
		if p.Password {
			chosen = "chosen"
		}
		rows = append(rows, []string{p.Email, string(p.Role), chosen, p.CreatedAt.Format("2006-01-02")})
	}
	return table(w, rows)
}

func makeLink(ctx context.Context, to *connection, w io.Writer, email, address string) error {
	body, err := json.Marshal(map[string]string{"email": email})
	if err != nil {
		return err
	}
	var link server.SignInLink
	err = to.call(ctx, request{method: http.MethodPost, path: "/api/v1/signin-links", contentType: "application/json", body: body}, &link)
	var refused *failure
	if errors.As(err, &refused) && refused.Status == http.StatusNotFound {
		return fmt.Errorf("nobody has the e-mail %s; `debrief user list` shows who there is", email)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s%s\n", strings.TrimRight(address, "/"), link.Path)
	if address == "" {
		fmt.Fprintln(w, "Open it at the address that `debrief serve` prints, or name that with --url.")
	}
	fmt.Fprintf(w, "It works once, until %s.\n", link.ExpiresAt.Local().Format("2006-01-02 15:04 MST"))
	return nil
}
