package sqlite

import (
	"context"
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
	p, err := scanPerson(s.db.QueryRowContext(ctx, selectPeople+" WHERE email = ?", control.Address(email)))
	if err != nil {
		return control.Person{}, fmt.Errorf("cannot read person %q: %w", email, err)
	}
	return p, nil
}

// Person returns the person with that id.
func (s *Store) Person(ctx context.Context, id string) (control.Person, error) {
	p, err := scanPerson(s.db.QueryRowContext(ctx, selectPeople+" WHERE id = ?", id))
	if err != nil {
		return control.Person{}, fmt.Errorf("cannot read person %q: %w", id, err)
	}
	return p, nil
}

// ListPeople returns everyone, by e-mail.
func (s *Store) ListPeople(ctx context.Context) ([]control.Person, error) {
	rows, err := s.db.QueryContext(ctx, selectPeople+" ORDER BY email")
	if err != nil {
		return nil, fmt.Errorf("cannot list people: %w", err)
	}
	return list(rows, scanPerson)
}

// UpdatePerson changes all but the id and the creation of a person.
func (s *Store) UpdatePerson(ctx context.Context, p control.Person) error {
	err := s.change(ctx, "UPDATE people SET email = ?, password_hash = ?, role = ? WHERE id = ?",
		control.Address(p.Email), p.PasswordHash, p.Role, p.ID)
	if err != nil {
		return fmt.Errorf("cannot update person %q: %w", p.ID, err)
	}
	return nil
}

func scanPerson(r row) (control.Person, error) {
	var p control.Person
	var created moment
	err := fault(r.Scan(&p.ID, &p.Email, &p.PasswordHash, &p.Role, &created))
	p.CreatedAt = created.Time
	return p, err
}
