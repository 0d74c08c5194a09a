package controltest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// token adds a token of that person that lasts an hour.
func token(t *testing.T, s control.Store, person string, kind control.TokenKind) (secret string, made control.Token) {
	t.Helper()
	secret, made, err := s.AddToken(t.Context(), control.Token{
		Kind: kind, Person: person, Agent: "a browser", CreatedAt: noon(), ExpiresAt: noon().Add(time.Hour),
	})
	must(t, err)
	const shortest = 26 // characters of base 32 that hold 128 bits
	if len(secret) < shortest || made.ID == "" || made.ID == secret {
		t.Errorf("secret %q can be guessed, or has the id %q", secret, made.ID)
	}
	return secret, made
}

func sessions(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	ada, zoe := person(t, s, "ada@example.org"), person(t, s, "zoe@example.org")
	first, made := token(t, s, ada, control.Session)
	second, other := token(t, s, zoe, control.Session)
	ends := noon().Add(time.Hour)
	for range 3 {
		got, err := s.UseToken(ctx, control.Session, first, noon())
		must(t, err)
		same(t, "a session works again and again", got, made)
	}
	_, err := s.UseToken(ctx, control.Session, first, ends)
	wants(t, "a session at its end", err, control.ErrExpired)
	_, err = s.UseToken(ctx, control.Session, "none", noon())
	wants(t, "unknown secret", err, control.ErrNotFound)
	_, err = s.UseToken(ctx, control.SignInLink, first, noon())
	wants(t, "a session is no link", err, control.ErrNotFound)
	_, _, err = s.AddToken(ctx, control.Token{Kind: control.Session, Person: "none", CreatedAt: noon(), ExpiresAt: ends})
	wants(t, "token of nobody", err, control.ErrNotFound)

	wants(t, "dropping what another has", s.DropToken(ctx, zoe, made.ID), control.ErrNotFound)
	must(t, s.DropToken(ctx, ada, made.ID))
	_, err = s.UseToken(ctx, control.Session, first, noon())
	wants(t, "a dropped session", err, control.ErrNotFound)
	got, err := s.UseToken(ctx, control.Session, second, noon())
	must(t, err)
	same(t, "the other session stays", got, other)
}

func idleSessions(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	ada := person(t, s, "ada@example.org")
	secret, _, err := s.AddToken(ctx, control.Token{
		Kind: control.Session, Person: ada, CreatedAt: noon(), ExpiresAt: noon().Add(time.Hour), Idle: 20 * time.Minute,
	})
	must(t, err)
	f := func(after, seen time.Duration, want error) {
		t.Helper()
		got, err := s.UseToken(ctx, control.Session, secret, noon().Add(after))
		wants(t, "after "+after.String(), err, want)
		if err == nil {
			same(t, "last seen", got.SeenAt, noon().Add(seen))
		}
	}
	f(control.SeenWithin-1, 0, nil)
	f(19*time.Minute, 19*time.Minute, nil)
	f(38*time.Minute, 38*time.Minute, nil)
	f(58*time.Minute, 0, control.ErrExpired)
	f(57*time.Minute, 57*time.Minute, nil)
	f(time.Hour, 0, control.ErrExpired)
}

func dropTokens(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	ada, zoe := person(t, s, "ada@example.org"), person(t, s, "zoe@example.org")
	_, first := token(t, s, ada, control.Session)
	_, second := token(t, s, ada, control.Invitation)
	used, _ := token(t, s, ada, control.SignInLink)
	_, err := s.UseToken(ctx, control.SignInLink, used, noon())
	must(t, err)
	kept, other := token(t, s, zoe, control.Session)
	all, err := s.ListTokens(ctx, ada)
	must(t, err)
	same(t, "what ada holds, newest first", all, []control.Token{second, first})

	must(t, s.DropTokens(ctx, ada, first.ID))
	all, err = s.ListTokens(ctx, ada)
	must(t, err)
	same(t, "all but one", all, []control.Token{first})
	must(t, s.DropTokens(ctx, ada, ""))
	all, err = s.ListTokens(ctx, ada)
	must(t, err)
	same(t, "all", len(all), 0)
	got, err := s.UseToken(ctx, control.Session, kept, noon())
	must(t, err)
	same(t, "another's session stays", got, other)
	must(t, s.UpdatePerson(ctx, control.Person{ID: zoe, Email: "zoe@example.org", Role: control.Viewer}))
	must(t, s.RemovePerson(ctx, zoe))
	_, err = s.UseToken(ctx, control.Session, kept, noon())
	wants(t, "a session of one who was removed", err, control.ErrNotFound)
}

func once(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	ada := person(t, s, "ada@example.org")
	for _, kind := range []control.TokenKind{control.SignInLink, control.Invitation} {
		link, made := token(t, s, ada, kind)
		late, _ := token(t, s, ada, kind)
		got, err := s.UseToken(ctx, kind, link, noon())
		must(t, err)
		same(t, "the link", got, made)
		_, err = s.UseToken(ctx, kind, link, noon())
		wants(t, "the link again", err, control.ErrExpired)
		_, err = s.UseToken(ctx, kind, late, noon().Add(time.Hour))
		wants(t, "a link at its end", err, control.ErrExpired)
		_, err = s.UseToken(ctx, control.Session, late, noon())
		wants(t, "a link as a session", err, control.ErrNotFound)
	}
}

func onceForOne(t *testing.T, s control.Store) {
	t.Helper()
	link, _ := token(t, s, person(t, s, "ada@example.org"), control.SignInLink)
	answers := together(t, func(ctx context.Context, _ int) error {
		_, err := s.UseToken(ctx, control.SignInLink, link, noon())
		return err
	})
	won := 0
	for _, err := range answers {
		if err == nil {
			won++
			continue
		}
		wants(t, "one who came second", err, control.ErrExpired)
	}
	same(t, "how many could use the link", won, 1)
}

func dropExpired(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	ada := person(t, s, "ada@example.org")
	ended, _ := token(t, s, ada, control.Session)
	lasting, _, err := s.AddToken(ctx, control.Token{
		Kind: control.Session, Person: ada, CreatedAt: noon().Add(time.Hour), ExpiresAt: noon().Add(2 * time.Hour),
	})
	must(t, err)
	_, err = s.UseToken(ctx, control.Session, ended, noon())
	wants(t, "a token that had ended", err, control.ErrNotFound)
	_, err = s.UseToken(ctx, control.Session, lasting, noon().Add(time.Hour))
	must(t, err)
}

// together runs the same many times at once and returns the answers.
func together(t *testing.T, do func(ctx context.Context, i int) error) []error {
	t.Helper()
	answers := make([]error, rivals)
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range answers {
		group.Go(func() {
			<-start
			answers[i] = do(t.Context(), i)
		})
	}
	close(start)
	group.Wait()
	return answers
}
