package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/server"
)

// errSameKey is the answer to one key given for two purposes.
var errSameKey = errors.New("the keys of a folder must differ")

// initial is what an empty folder is provisioned with; what is empty is made
// up. They come from the environment, by the rule of flags.
type initial struct {
	writeKey, serverKey, readKey string
	ownerEmail, ownerPassword    string
}

// check finds a key that cannot be one, and says which.
func (i initial) check() error {
	seen := make(map[string]bool)
	for _, k := range []control.Key{
		{Kind: control.WriteKey, Value: i.writeKey},
		{Kind: control.ServerKey, Value: i.serverKey},
		{Kind: control.ReadKey, Value: i.readKey},
	} {
		if _, _, err := control.Seal(k); err != nil {
			return fmt.Errorf("cannot use --init-%[1]s-key (DEBRIEF_INIT_%[2]s_KEY): %[3]w", k.Kind, strings.ToUpper(string(k.Kind)), err)
		}
		if k.Value != "" && seen[k.Value] {
			return fmt.Errorf("%w: --init-%s-key is another key already", errSameKey, k.Kind)
		}
		seen[k.Value] = true
	}
	return nil
}

// defaultOwner is the owner of a folder that was given none.
const defaultOwner = "owner@localhost"

// provisioned is what was made, to be told once.
type provisioned struct {
	owner string
	link  string // path of the one-time sign-in link; empty when a password was given
	keys  []control.Key
}

// provision fills an empty folder with a project, its keys and an owner, or
// leaves it empty. It returns nil when the folder has a project already.
func provision(ctx context.Context, c control.Store, with initial, now time.Time) (*provisioned, error) {
	projects, err := c.ListProjects(ctx)
	if err != nil || len(projects) > 0 {
		return nil, err
	}
	if err = with.check(); err != nil {
		return nil, err
	}
	p := &provisioned{owner: with.ownerEmail}
	if p.owner == "" {
		p.owner = defaultOwner
	}
	err = c.Atomically(ctx, func(c control.Store) error {
		if failed := p.addOwner(ctx, c, with.ownerPassword, now); failed != nil {
			return failed
		}
		return p.addProject(ctx, c, with, now)
	})
	if err != nil {
		return nil, fmt.Errorf("cannot provision the folder: %w", err)
	}
	return p, nil
}

func (p *provisioned) addProject(ctx context.Context, c control.Store, with initial, now time.Time) error {
	err := c.AddProject(ctx, control.Project{ID: server.DefaultProject, Name: "Default", Zone: "UTC", CreatedAt: now})
	if err != nil {
		return err
	}
	for _, key := range []control.Key{
		{Kind: control.WriteKey, Name: "First write key", Value: with.writeKey},
		{Kind: control.ServerKey, Name: "First server key", Value: with.serverKey},
		{Kind: control.ReadKey, Name: "First read key", Value: with.readKey, Transcripts: true},
	} {
		key.Project, key.CreatedAt = server.DefaultProject, now
		made, err := c.AddKey(ctx, key)
		if err != nil {
			return fmt.Errorf("cannot make the %s key: %w", key.Kind, err)
		}
		p.keys = append(p.keys, made)
	}
	return nil
}

func (p *provisioned) addOwner(ctx context.Context, c control.Store, password string, now time.Time) error {
	owner := control.Person{Email: strings.ToLower(p.owner), Role: control.Owner, CreatedAt: now}
	if password != "" {
		hash, err := control.UsualPasswordCost.Hash(password)
		if err != nil {
			return fmt.Errorf("cannot use the owner's password: %w", err)
		}
		owner.PasswordHash = hash
	}
	owner, err := c.AddPerson(ctx, owner)
	if err != nil {
		return fmt.Errorf("cannot make the owner: %w", err)
	}
	if password != "" {
		return nil
	}
	link, err := server.MakeSignInLink(ctx, c, owner.ID, now)
	p.link = link.Path
	return err
}
