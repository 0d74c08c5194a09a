package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/server"
)

// userFlags are the flags of user.
type userFlags struct {
	target
	address, role string
}

func userCommand() command {
	return command{
		name: "user", summary: "list and invite people, change roles, make links",
		help: `
User manages the people who may sign in:

    debrief user list
    debrief user invite ada@example.com --role analyst
    debrief user role ada@example.com owner
    debrief user sign-out ada@example.com
    debrief user remove ada@example.com
    debrief user link owner@localhost

Owners manage keys, people and settings. Analysts read what users wrote. Viewers
see figures and never a text.

No mail is sent: invite prints a link to hand on, by which the person chooses a
password within a week; --url makes it complete. Inviting someone who is there
already makes a new link, for one who lost it or forgot the password; the role
stays. Link prints one that signs in at once, works once and for a day. Whoever
has a link is that person.

A role counts at once, and sign-out ends all of a person's sessions and links.
There is always an owner: the last one can be neither removed nor demoted.
`,
		flags: func(flags *pflag.FlagSet) func(context.Context, streams, []string) error {
			var f userFlags
			flags.StringVar(&f.role, "role", "viewer", "of who is invited: owner, analyst or viewer")
			flags.StringVar(&f.address, "url", "", "address at which people open the dashboard, to make the link complete")
			f.add(flags)
			return func(ctx context.Context, io streams, args []string) error { return user(ctx, io.out, f, args) }
		},
	}
}

func user(ctx context.Context, w io.Writer, f userFlags, args []string) (err error) {
	do, err := f.act(args)
	if err != nil {
		return err
	}
	to, err := f.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	if f.address == "" && !to.local {
		f.address = f.server
	}
	return do(ctx, to, w)
}

// act is what the arguments ask for.
func (f *userFlags) act(args []string) (func(context.Context, *connection, io.Writer) error, error) {
	if len(args) == 0 || slices.Equal(args, []string{"list"}) {
		return f.list, nil
	}
	wants := map[string]int{"link": 2, "invite": 2, "role": 3, "sign-out": 2, "remove": 2}[args[0]]
	switch {
	case wants == 0:
		return nil, usage("use user list, invite, role, sign-out, remove or link")
	case len(args) != wants && args[0] == "role":
		return nil, usage("name a person by e-mail and a role, as in: debrief user role ada@example.com analyst")
	case len(args) != wants:
		return nil, usage("name one person by e-mail, as in: debrief user %s owner@localhost", args[0])
	}
	email := args[1]
	switch args[0] {
	case "link":
		return func(ctx context.Context, to *connection, w io.Writer) error { return f.link(ctx, to, w, email) }, nil
	case "invite":
		return func(ctx context.Context, to *connection, w io.Writer) error { return f.invite(ctx, to, w, email) }, nil
	case "role":
		return changed(email, http.MethodPatch, "", map[string]string{"role": args[2]}, "is now "+args[2]), nil
	case "sign-out":
		return changed(email, http.MethodDelete, "/sessions", nil, "is signed out everywhere"), nil
	default:
		return changed(email, http.MethodDelete, "", nil, "was removed"), nil
	}
}

// changed makes a change of one person and says that it is made.
func changed(email, method, below string, body any, done string) func(context.Context, *connection, io.Writer) error {
	return func(ctx context.Context, to *connection, w io.Writer) error {
		person, err := find(ctx, to, email)
		if err != nil {
			return err
		}
		if err = send(ctx, to, request{method: method, path: "/api/v1/people/" + url.PathEscape(person.ID) + below}, body, nil); err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "%s %s.\n", person.Email, done)
		return err
	}
}

func people(ctx context.Context, to *connection) ([]server.PersonBrief, error) {
	var answer struct {
		People []server.PersonBrief `json:"people"`
	}
	err := to.get(ctx, "/api/v1/people", &answer)
	return answer.People, err
}

func find(ctx context.Context, to *connection, email string) (server.PersonBrief, error) {
	all, err := people(ctx, to)
	if err != nil {
		return server.PersonBrief{}, err
	}
	i := slices.IndexFunc(all, func(p server.PersonBrief) bool { return p.Email == control.Address(email) })
	if i < 0 {
		return server.PersonBrief{}, nobody(email)
	}
	return all[i], nil
}

func nobody(email string) error {
	return fmt.Errorf("nobody has the e-mail %s; `debrief user list` shows who there is", email)
}

// send makes a call with a JSON body, unless that is nil, and reads its answer.
func send(ctx context.Context, to *connection, call request, body, answer any) error {
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		call.contentType, call.body = "application/json", text
	}
	return to.call(ctx, call, answer)
}

func (*userFlags) list(ctx context.Context, to *connection, w io.Writer) error {
	all, err := people(ctx, to)
	if err != nil {
		return err
	}
	rows := [][]string{{"e-mail", "role", "password", "since", "last seen"}}
	for i := range all {
		p := &all[i]
		chosen, seen := "not chosen", "not signed in"
		switch {
		case p.Password:
			chosen = "chosen"
		case p.Invited != nil:
			chosen = "invited until " + p.Invited.Format("2006-01-02")
		}
		if p.SeenAt != nil {
			seen = p.SeenAt.Format("2006-01-02")
		}
		rows = append(rows, []string{p.Email, string(p.Role), chosen, p.CreatedAt.Format("2006-01-02"), seen})
	}
	return table(w, rows)
}

func (f *userFlags) link(ctx context.Context, to *connection, w io.Writer, email string) error {
	var link server.SignInLink
	err := send(ctx, to, request{method: http.MethodPost, path: "/api/v1/signin-links"}, map[string]string{"email": email}, &link)
	if refusedWith(err, http.StatusNotFound) {
		return nobody(email)
	}
	if err != nil {
		return err
	}
	return f.printLink(w, link)
}

// invite invites, or makes a new link for who is there already.
func (f *userFlags) invite(ctx context.Context, to *connection, w io.Writer, email string) error {
	var made server.Invited
	err := send(ctx, to, request{method: http.MethodPost, path: "/api/v1/people"}, map[string]string{"email": email, "role": f.role}, &made)
	if refusedWith(err, http.StatusConflict) {
		person, failed := find(ctx, to, email)
		if failed != nil {
			return failed
		}
		fmt.Fprintf(w, "%s is there already, as %s: this link lets them choose a new password.\n", person.Email, person.Role)
		err = send(ctx, to, request{method: http.MethodPost, path: "/api/v1/people/" + url.PathEscape(person.ID) + "/invitation"}, nil, &made)
	}
	if err != nil {
		return err
	}
	return f.printLink(w, made.Link)
}

func refusedWith(err error, status int) bool {
	var refused *failure
	return errors.As(err, &refused) && refused.Status == status
}

func (f *userFlags) printLink(w io.Writer, link server.SignInLink) error {
	fmt.Fprintf(w, "%s%s\n", strings.TrimRight(f.address, "/"), link.Path)
	if f.address == "" {
		fmt.Fprintln(w, "Open it at the address that `debrief serve` prints, or name that with --url.")
	}
	_, err := fmt.Fprintf(w, "It works once, until %s.\n", link.ExpiresAt.Local().Format("2006-01-02 15:04 MST"))
	return err
}
