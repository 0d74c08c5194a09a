package controltest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// token adds a token of that person that lasts an hour and returns its secret.
func token(t *testing.T, s control.Store, person string, once bool) string {
	t.Helper()
	secret, err := s.AddToken(t.Context(), control.Token{Person: person, Once: once, ExpiresAt: noon().Add(time.Hour)})
	must(t, err)
	const shortest = 26 // characters of base 32 that hold 128 bits
	if len(secret) < shortest {
		t.Errorf("secret %q can be guessed", secret)
	}
	return secret
}

func sessions(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	ada, zoe := person(t, s, "ada@example.org"), person(t, s, "zoe@example.org")
	first, second := token(t, s, ada, false), token(t, s, zoe, false)
	ends := noon().Add(time.Hour)
	for range 3 {
		got, err := s.UseToken(ctx, first, ends.Add(-time.Microsecond))
		must(t, err)
		same(t, "a session works again and again", got, control.Token{Person: ada, ExpiresAt: ends})
	}
	_, err := s.UseToken(ctx, first, ends)
	wants(t, "a session at its end", err, control.ErrExpired)
	_, err = s.UseToken(ctx, "none", noon())
	wants(t, "unknown secret", err, control.ErrNotFound)
	_, err = s.AddToken(ctx, control.Token{Person: "none", ExpiresAt: ends})
	wants(t, "token of nobody", err, control.ErrNotFound)

	must(t, s.DropToken(ctx, first))
	_, err = s.UseToken(ctx, first, noon())
	wants(t, "a dropped session", err, control.ErrNotFound)
	must(t, s.DropToken(ctx, first)) // harmless
	got, err := s.UseToken(ctx, second, noon())
	must(t, err)
	same(t, "the other session stays", got.Person, zoe)
}

func once(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	ada := person(t, s, "ada@example.org")
	link, late := token(t, s, ada, true), token(t, s, ada, true)
	got, err := s.UseToken(ctx, link, noon())
	must(t, err)
	same(t, "the link", got, control.Token{Person: ada, Once: true, ExpiresAt: noon().Add(time.Hour)})
	_, err = s.UseToken(ctx, link, noon())
	wants(t, "the link again", err, control.ErrExpired)
	_, err = s.UseToken(ctx, late, noon().Add(time.Hour))
	wants(t, "a link at its end", err, control.ErrExpired)
}

func onceForOne(t *testing.T, s control.Store) {
	t.Helper()
	link := token(t, s, person(t, s, "ada@example.org"), true)
	answers := together(t, func(ctx context.Context) error {
		_, err := s.UseToken(ctx, link, noon())
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
	ended := token(t, s, ada, false)
	lasting, err := s.AddToken(ctx, control.Token{Person: ada, ExpiresAt: noon().Add(2 * time.Hour)})
	must(t, err)
	must(t, s.DropExpired(ctx, noon().Add(time.Hour)))
	_, err = s.UseToken(ctx, ended, noon())
	wants(t, "a token that had ended", err, control.ErrNotFound)
	_, err = s.UseToken(ctx, lasting, noon().Add(time.Hour))
	must(t, err)
}

// together runs the same many times at once and returns the answers.
func together(t *testing.T, do func(context.Context) error) []error {
	t.Helper()
	answers := make([]error, rivals)
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range answers {
		group.Go(func() {
			<-start
			answers[i] = do(t.Context())
		})
	}
	close(start)
	group.Wait()
	return answers
}
