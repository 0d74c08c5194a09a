package control

import (
	"context"
	"time"
)

// Role is what a person may do.
type Role string

// The roles, each including the next.
const (
	Owner   Role = "owner"   // settings, keys, people
	Analyst Role = "analyst" // transcripts
	Viewer  Role = "viewer"  // figures only
)

// Person is someone who signs in.
type Person struct {
	ID           string
	Email        string // lower case, unique
	PasswordHash []byte // see PasswordCost; empty until one is chosen
	Role         Role
	CreatedAt    time.Time
}

// People keeps people.
type People interface {
	KnownPeople
	AddPerson(ctx context.Context, p Person) (Person, error) // ErrExists; sets ID
	// UpdatePerson changes all but the id and the creation, or answers
	// ErrLastOwner.
	UpdatePerson(ctx context.Context, p Person) error
	// RemovePerson removes a person with all tokens, or answers ErrLastOwner.
	RemovePerson(ctx context.Context, id string) error
}

// KnownPeople finds people.
type KnownPeople interface {
	PersonByEmail(ctx context.Context, email string) (Person, error)
	Person(ctx context.Context, id string) (Person, error)
	ListPeople(ctx context.Context) ([]Person, error) // by e-mail
}

// TokenKind is what a token is good for.
type TokenKind string

// The kinds of token.
const (
	Session    TokenKind = "session"    // works again and again
	SignInLink TokenKind = "link"       // signs in, once
	Invitation TokenKind = "invitation" // lets the person choose a password, once
)

// Token is a secret given to a person for a while. Only its hash is kept.
type Token struct {
	ID        string // to name it by; tells nothing of the secret
	Kind      TokenKind
	Person    string
	Agent     string // of a session: the browser, as its User-Agent
	CreatedAt time.Time
	SeenAt    time.Time // of a session: when it was last used, to within SeenWithin
	ExpiresAt time.Time
	Idle      time.Duration // unused for so long it ends earlier; 0: it does not
}

// SeenWithin is how exactly the last use of a session is known: to write it
// down at every use would cost more than the use.
const SeenWithin = time.Minute

// Ended reports whether the token works no more.
func (t *Token) Ended(now time.Time) bool {
	return !now.Before(t.ExpiresAt) || (t.Idle > 0 && !now.Before(t.SeenAt.Add(t.Idle)))
}

// Sessions keeps sessions, sign-in links and invitations.
type Sessions interface {
	// AddToken makes up a secret and an id for the token and returns both. It
	// also removes what expired before the new one was created.
	AddToken(ctx context.Context, t Token) (secret string, made Token, err error)
	// UseToken returns the token of that kind with that secret; a link or an
	// invitation is used up by it. ErrNotFound or ErrExpired otherwise.
	UseToken(ctx context.Context, kind TokenKind, secret string, now time.Time) (Token, error)
	// ListTokens returns what a person holds that was not used up, newest first.
	ListTokens(ctx context.Context, person string) ([]Token, error)
	DropToken(ctx context.Context, person, id string) error // ErrNotFound
	// DropTokens removes all of a person's tokens but the one with that id.
	DropTokens(ctx context.Context, person, but string) error
}

// Attempts counts what went wrong at the door, so that guessing is slow. What
// is counted is named by a text, such as an account or a source address, of
// which only a hash is kept.
type Attempts interface {
	// Failures is how many there were in the window that is running, and when
	// it ends; none when there is none.
	Failures(ctx context.Context, of string, now time.Time) (n int, until time.Time, err error)
	// AddFailure counts one, in the window that is running or in a new one.
	AddFailure(ctx context.Context, of string, now time.Time, window time.Duration) error
	// ForgetFailures begins anew.
	ForgetFailures(ctx context.Context, of string) error
}

// Entry is a line of the log of who did what.
type Entry struct {
	At    time.Time
	Who   string // an e-mail, or how else the caller was known
	Act   string // from a closed list of the server's
	About string // the e-mail, key or session that it was done to
	Note  string // how it was and is, where that is worth a word
}

// Log keeps what people did to people and keys.
type Log interface {
	AddEntry(ctx context.Context, e Entry) error
	// ListEntries returns entries, newest first, older than before where that
	// is not zero.
	ListEntries(ctx context.Context, before time.Time, limit int) ([]Entry, error)
}
