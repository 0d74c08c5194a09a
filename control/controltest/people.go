package controltest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/control"
)

func people(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	all, err := s.ListPeople(ctx)
	must(t, err)
	same(t, "people of an empty store", len(all), 0)

	zoe, err := s.AddPerson(ctx, control.Person{Email: "  Zoe@Example.ORG\n", Role: control.Viewer, CreatedAt: noon()})
	must(t, err)
	ada, err := s.AddPerson(ctx, control.Person{
		Email: "ada@example.org", PasswordHash: []byte("\x00hash"), Role: control.Owner, CreatedAt: noon(),
	})
	must(t, err)
	if ada.ID == "" || zoe.ID == "" || ada.ID == zoe.ID {
		t.Errorf("ids %q and %q: want two", ada.ID, zoe.ID)
	}
	same(t, "the person that was added", zoe, control.Person{
		ID: zoe.ID, Email: "zoe@example.org", Role: control.Viewer, CreatedAt: noon(),
	})
	_, err = s.AddPerson(ctx, control.Person{Email: "ZOE@example.org ", Role: control.Owner})
	wants(t, "the same e-mail again", err, control.ErrExists)
	_, err = s.AddPerson(ctx, control.Person{Email: " ", Role: control.Owner})
	fails(t, "no e-mail", err)
	_, err = s.AddPerson(ctx, control.Person{Email: "eve@example.org", Role: "root"})
	fails(t, "unknown role", err)

	got, err := s.PersonByEmail(ctx, " ZOE@example.org")
	must(t, err)
	same(t, "the person with that e-mail", got, zoe)
	got, err = s.Person(ctx, ada.ID)
	must(t, err)
	same(t, "the person with that id", got, ada)
	all, err = s.ListPeople(ctx)
	must(t, err)
	same(t, "people", all, []control.Person{ada, zoe})
	peopleInOrder(t, s)
	_, err = s.Person(ctx, "none")
	wants(t, "unknown id", err, control.ErrNotFound)
	_, err = s.PersonByEmail(ctx, "none@example.org")
	wants(t, "unknown e-mail", err, control.ErrNotFound)
}

// peopleInOrder adds enough people that their random ids are hardly in order.
func peopleInOrder(t *testing.T, s control.Store) {
	t.Helper()
	for _, name := range []string{"m", "b", "x", "d", "q", "f"} {
		person(t, s, name+"@example.org")
	}
	all, err := s.ListPeople(t.Context())
	must(t, err)
	if !slices.IsSortedFunc(all, func(a, b control.Person) int { return strings.Compare(a.Email, b.Email) }) {
		t.Errorf("people are not in the order of their e-mails: %+v", all)
	}
}

func updatePerson(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	ada, zoe := person(t, s, "ada@example.org"), person(t, s, "zoe@example.org")
	change := control.Person{ID: ada, Email: " Ada@Example.com", PasswordHash: []byte("hash"), Role: control.Analyst}
	must(t, s.UpdatePerson(ctx, change))
	got, err := s.PersonByEmail(ctx, "ada@example.com")
	must(t, err)
	change.Email, change.CreatedAt = "ada@example.com", noon()
	same(t, "an update leaves the creation", got, change)
	_, err = s.PersonByEmail(ctx, "ada@example.org")
	wants(t, "the e-mail before", err, control.ErrNotFound)

	wants(t, "an e-mail that is taken",
		s.UpdatePerson(ctx, control.Person{ID: zoe, Email: "ADA@example.com", Role: control.Owner}), control.ErrExists)
	wants(t, "update of nobody",
		s.UpdatePerson(ctx, control.Person{ID: "none", Email: "new@example.org", Role: control.Owner}), control.ErrNotFound)
	got, err = s.Person(ctx, zoe)
	must(t, err)
	same(t, "an update leaves others", got, control.Person{
		ID: zoe, Email: "zoe@example.org", Role: control.Owner, CreatedAt: noon(),
	})
}

// lastOwner holds that an owner always remains, also of two who leave at once.
func lastOwner(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	ada, zoe := person(t, s, "ada@example.org"), person(t, s, "zoe@example.org")
	viewer, err := s.AddPerson(ctx, control.Person{Email: "eve@example.org", Role: control.Viewer, CreatedAt: noon()})
	must(t, err)
	must(t, s.RemovePerson(ctx, viewer.ID))
	wants(t, "removing nobody", s.RemovePerson(ctx, viewer.ID), control.ErrNotFound)
	must(t, s.UpdatePerson(ctx, control.Person{ID: zoe, Email: "zoe@example.org", Role: control.Viewer}))
	wants(t, "removing the last owner", s.RemovePerson(ctx, ada), control.ErrLastOwner)
	demoted := control.Person{ID: ada, Email: "ada@example.org", Role: control.Analyst}
	wants(t, "demoting the last owner", s.UpdatePerson(ctx, demoted), control.ErrLastOwner)
	must(t, s.UpdatePerson(ctx, control.Person{ID: ada, Email: "ada@example.com", Role: control.Owner}))

	must(t, s.UpdatePerson(ctx, control.Person{ID: zoe, Email: "zoe@example.org", Role: control.Owner}))
	answers := together(t, func(ctx context.Context, i int) error { return s.RemovePerson(ctx, []string{ada, zoe}[i%2]) })
	all, err := s.ListPeople(ctx)
	must(t, err)
	if len(all) != 1 || all[0].Role != control.Owner {
		t.Errorf("of two owners who were removed at once remain %+v (%v)", all, answers)
	}
}
