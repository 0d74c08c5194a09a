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
	// ErrLastOwner refuses to remove or demote the only owner: nobody could
	// mend that from the dashboard.
	ErrLastOwner = errors.New("there must be an owner")
)

// Store is the whole contract.
type Store interface {
	Projects
	Keys
	People
	Sessions
	Attempts
	Log
	Inbox
	Compactions
	Rules
	Topics
	Atomic
	Close() error
}

// Atomic joins what is written.
type Atomic interface {
	// Atomically calls do with a store whose writes are all kept when it
	// succeeds, and none of them when it fails or the process ends first. That
	// store is not to be closed, nor used afterwards.
	Atomically(ctx context.Context, do func(Store) error) error
}

// Project is one product's copilots.
type Project struct {
	ID        string // "default", the slug in URLs
	Name      string
	Zone      string // IANA name of the time zone of its days
	Excluded  Excluded
	Kept      Kept
	Scale     string // of ratings that come without one; empty where it is their protocol's
	CreatedAt time.Time
}

// Kept is for how long a project keeps parts of its events, from when they
// were stored; 0 is for ever. What was derived from them stays.
type Kept struct {
	Texts      time.Duration // prompts, answers and comments
	Properties time.Duration // those that the product made up
	Context    time.Duration // what senders' libraries add
}

// Excluded are the users whose conversations stay out of a project's figures.
type Excluded struct {
	Users   []string `json:"users,omitempty"`   // ids of its own people
	Domains []string `json:"domains,omitempty"` // of their e-mails, lower case, without @
	Bots    []string `json:"bots,omitempty"`    // ids of known bots
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
	Limits      Limits
	CreatedAt   time.Time
	RevokedAt   time.Time // when it stopped working or will; zero while no end is set
}

// Limits are what a key that sends is held to; what is empty is not limited.
type Limits struct {
	Origins []Origin // of a write key: the sites whose pages may use it
	Rate    float64  // events a second, on average
}

// Keys keeps keys.
type Keys interface {
	// AddKey keeps a key. An empty Value is made up; the one given is kept as
	// it is (ErrExists when any key has it). The returned key has its Value.
	AddKey(ctx context.Context, k Key) (Key, error)
	// FindKey returns the key with that value if it works then, or ErrNotFound.
	FindKey(ctx context.Context, value string, now time.Time) (Key, error)
	ListKeys(ctx context.Context, project string) ([]Key, error) // oldest first
	// UpdateKey changes the name and the limits of a key.
	UpdateKey(ctx context.Context, k Key) error
	// RevokeKey ends a key at a moment, which may lie ahead; of two ends the
	// earlier one counts.
	RevokeKey(ctx context.Context, project, id string, at time.Time) error
}

// Rules keeps the versioned definitions of projects.
type Rules interface {
	// Definitions returns the latest definitions and their version; a project
	// that has set none has the defaults at version 1.
	Definitions(ctx context.Context, project string) (conversation.Definitions, int, error)
	// SetDefinitions keeps a new version and returns its number.
	SetDefinitions(ctx context.Context, project string, d conversation.Definitions, at time.Time) (int, error)
}
