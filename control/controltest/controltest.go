// Package controltest holds every control store to its contract: [Run] opens
// a store for each of its tests and asks it everything that package control
// promises.
package controltest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/control"
)

// Open opens an empty store of its own for a test. The suite closes it.
type Open func(t *testing.T) control.Store

// Run runs the whole suite.
func Run(t *testing.T, open Open) {
	t.Helper()
	for _, test := range []struct {
		name string
		run  func(*testing.T, control.Store)
	}{
		{"Projects", projects},
		{"Atomically", atomically},
		{"Keys", keys},
		{"SecretKeys", secretKeys},
		{"GivenKeys", givenKeys},
		{"RevokedKeys", revokedKeys},
		{"LimitedKeys", limitedKeys},
		{"People", people},
		{"UpdatePerson", updatePerson},
		{"LastOwner", lastOwner},
		{"Sessions", sessions},
		{"IdleSessions", idleSessions},
		{"DropTokens", dropTokens},
		{"Once", once},
		{"OnceForOne", onceForOne},
		{"DropExpired", dropExpired},
		{"Attempts", attempts},
		{"Log", log},
		{"Tallies", tallies},
		{"Arrivals", arrivals},
		{"Samples", samples},
		{"RemoveSamples", removeSamples},
		{"Compactions", compactions},
		{"Rules", rules},
		{"RulesAtOnce", rulesAtOnce},
		{"Topics", topics},
		{"TopicsAtOnce", topicsAtOnce},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Errorf("cannot close the store: %v", err)
				}
			})
			test.run(t, s)
		})
	}
}

// rivals is how many try the same thing at once.
const rivals = 8

// noon is when tests begin. Stores keep moments to the microsecond.
func noon() time.Time { return time.Date(2026, time.November, 2, 12, 0, 0, 123_456_000, time.UTC) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %v", what, err, want)
	}
}

func fails(t *testing.T, what string, err error) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: got no error", what)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// project adds a project and returns its id.
func project(t *testing.T, s control.Store, id string) string {
	t.Helper()
	must(t, s.AddProject(t.Context(), control.Project{ID: id, Name: id, Zone: "UTC", CreatedAt: noon()}))
	return id
}

// person adds a person and returns the id.
func person(t *testing.T, s control.Store, email string) string {
	t.Helper()
	p, err := s.AddPerson(t.Context(), control.Person{Email: email, Role: control.Owner, CreatedAt: noon()})
	must(t, err)
	return p.ID
}
