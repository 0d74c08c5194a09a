// Package control says who may and what they decided: projects, keys, people
// and their sessions, and the versioned definitions. Drivers live below it
// and keep the contract of [Store]; they read no clock, the caller gives it.
package control

import (
	"context"
	"errors"
	"time"

	"github.com/debrief-dev/debrief/conversation"
)

// Errors of the contract.
var (
	ErrNotFound = errors.New("not found")
	ErrExists   = errors.New("exists already")
	ErrExpired  = errors.New("expired or used")
)

// Store is the whole contract.
type Store interface {
	Projects
	Keys
	People
	Sessions
	Rules
	Close() error
}

// Project is one product's copilots.
type Project struct {
	ID        string // "default", the slug in URLs
	Name      string
	Zone      string // IANA name of the time zone of its days
	CreatedAt time.Time
}

// Projects keeps projects.
type Projects interface {
	AddProject(ctx context.Context, p Project) error // ErrExists
	Project(ctx context.Context, id string) (Project, error)
	ListProjects(ctx context.Context) ([]Project, error) // by id
	UpdateProject(ctx context.Context, p Project) error
}

// KeyKind says what a key may do.
type KeyKind string

// The kinds of key.
const (
	WriteKey  KeyKind = "write"  // public: may only send
	ServerKey KeyKind = "server" // secret: may only send
	ReadKey   KeyKind = "read"   // secret: may read, with or without transcripts
)

// Key is one key of a project. The value of a write key is kept, since pages
// show it; of the others only a hash is.
type Key struct {
	ID          string
	Project     string
	Kind        KeyKind
	Name        string
	Value       string // the key itself: set for write keys, and on the answer of AddKey
	Hint        string // its first characters, to tell keys apart
	Transcripts bool   // of a read key
	CreatedAt   time.Time
	RevokedAt   time.Time // zero while it works
}

// Keys keeps keys.
type Keys interface {
	// AddKey keeps a key. An empty Value is made up; the one given is kept as
	// it is (ErrExists when any key has it). The returned key has its Value.
	AddKey(ctx context.Context, k Key) (Key, error)
	// FindKey returns the working key with that value, or ErrNotFound.
	FindKey(ctx context.Context, value string) (Key, error)
	ListKeys(ctx context.Context, project string) ([]Key, error) // oldest first
	RevokeKey(ctx context.Context, project, id string, at time.Time) error
}

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
	PasswordHash []byte // bcrypt; empty until one is chosen
	Role         Role
	CreatedAt    time.Time
}

// People keeps people.
type People interface {
	AddPerson(ctx context.Context, p Person) (Person, error) // ErrExists; sets ID
	PersonByEmail(ctx context.Context, email string) (Person, error)
	Person(ctx context.Context, id string) (Person, error)
	ListPeople(ctx context.Context) ([]Person, error) // by e-mail
	UpdatePerson(ctx context.Context, p Person) error
}

// Token is a secret given to a person for a while. Only its hash is kept.
type Token struct {
	Person    string
	Once      bool // a sign-in link: works once
	ExpiresAt time.Time
}

// Sessions keeps sign-in links and sessions.
type Sessions interface {
	// AddToken makes up a secret for the token and returns it.
	AddToken(ctx context.Context, t Token) (secret string, err error)
	// UseToken returns the token with that secret; one that works once is
	// used up by it. ErrNotFound or ErrExpired otherwise.
	UseToken(ctx context.Context, secret string, now time.Time) (Token, error)
	DropToken(ctx context.Context, secret string) error
	// DropExpired removes what has ended.
	DropExpired(ctx context.Context, now time.Time) error
}

// Rules keeps the versioned definitions of projects.
type Rules interface {
	// Definitions returns the latest definitions and their version; a project
	// that has set none has the defaults at version 1.
	Definitions(ctx context.Context, project string) (conversation.Definitions, int, error)
	// SetDefinitions keeps a new version and returns its number.
	SetDefinitions(ctx context.Context, project string, d conversation.Definitions, at time.Time) (int, error)
}
