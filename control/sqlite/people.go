package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/debrief-dev/debrief/control"
)

const selectPeople = "SELECT id, email, password_hash, role, created_at FROM people"

// AddPerson keeps a new person.
func (s *Store) AddPerson(ctx context.Context, p control.Person) (control.Person, error) {
	p.ID, p.Email = control.NewID(), control.Address(p.Email)
	err := s.change(ctx, "INSERT INTO people (id, email, password_hash, role, created_at) VALUES (?, ?, ?, ?, ?)",
		p.ID, p.Email, p.PasswordHash, p.Role, p.CreatedAt.UnixMicro())
	if err != nil {
		return control.Person{}, fmt.Errorf("cannot add person %q: %w", p.Email, err)
	}
	return p, nil
}

// PersonByEmail returns the person with that address, however it is written.
func (s *Store) PersonByEmail(ctx context.Context, email string) (control.Person, error) {
	p, err := scanPerson(s.on.QueryRowContext(ctx, selectPeople+" WHERE email = ?", control.Address(email)))
	if err != nil {
		return control.Person{}, fmt.Errorf("cannot read person %q: %w", email, err)
	}
	return p, nil
}

// Person returns the person with that id.
func (s *Store) Person(ctx context.Context, id string) (control.Person, error) {
	p, err := scanPerson(s.on.QueryRowContext(ctx, selectPeople+" WHERE id = ?", id))
	if err != nil {
		return control.Person{}, fmt.Errorf("cannot read person %q: %w", id, err)
	}
	return p, nil
}

// ListPeople returns everyone, by e-mail.
func (s *Store) ListPeople(ctx context.Context) ([]control.Person, error) {
	rows, err := s.on.QueryContext(ctx, selectPeople+" ORDER BY email")
	if err != nil {
		return nil, fmt.Errorf("cannot list people: %w", err)
	}
	return list(rows, scanPerson)
}

// hasOwner holds where an owner besides the person ?1 remains, or the person
// is none. It stands in the statement that would remove or demote, so that of
// two at once one finds itself the last.
const hasOwner = ` AND (role <> 'owner' OR EXISTS (SELECT 1 FROM people WHERE role = 'owner' AND id <> ?1))`

// UpdatePerson changes all but the id and the creation of a person.
func (s *Store) UpdatePerson(ctx context.Context, p control.Person) error {
	statement := "UPDATE people SET email = ?2, password_hash = ?3, role = ?4 WHERE id = ?1"
	if p.Role != control.Owner {
		statement += hasOwner
	}
	if err := s.keepOwner(ctx, p.ID, statement, p.ID, control.Address(p.Email), p.PasswordHash, p.Role); err != nil {
		return fmt.Errorf("cannot update person %q: %w", p.ID, err)
	}
	return nil
}

// RemovePerson removes a person; the schema removes the tokens.
func (s *Store) RemovePerson(ctx context.Context, id string) error {
	if err := s.keepOwner(ctx, id, "DELETE FROM people WHERE id = ?1"+hasOwner, id); err != nil {
		return fmt.Errorf("cannot remove person %q: %w", id, err)
	}
	return nil
}

// keepOwner runs a statement that changes the person unless it is the last
// owner.
func (s *Store) keepOwner(ctx context.Context, id, statement string, values ...any) error {
	err := s.change(ctx, statement, values...)
	if !errors.Is(err, control.ErrNotFound) {
		return err
	}
	if _, known := s.Person(ctx, id); known != nil {
		return known
	}
	return control.ErrLastOwner
}

func scanPerson(r row) (control.Person, error) {
	var p control.Person
	var created moment
	err := fault(r.Scan(&p.ID, &p.Email, &p.PasswordHash, &p.Role, &created))
	p.CreatedAt = created.Time
	return p, err
}
