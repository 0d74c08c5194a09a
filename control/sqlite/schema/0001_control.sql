-- Moments are microseconds since 1970, UTC.

CREATE TABLE projects (
  id         TEXT PRIMARY KEY CHECK (id <> ''),
  name       TEXT NOT NULL,
  zone       TEXT NOT NULL,
  excluded   TEXT NOT NULL CHECK (json_valid(excluded)), -- of control.Excluded
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE keys (
  id          TEXT PRIMARY KEY,
  project     TEXT NOT NULL REFERENCES projects (id),
  kind        TEXT NOT NULL CHECK (kind IN ('write', 'server', 'read')),
  name        TEXT NOT NULL,
  value       TEXT, -- of write keys, which are public
  hash        BLOB NOT NULL UNIQUE,
  hint        TEXT NOT NULL,
  transcripts INTEGER NOT NULL CHECK (transcripts IN (0, 1)),
  origins     TEXT NOT NULL CHECK (json_valid(origins)), -- a list
  rate        REAL NOT NULL CHECK (rate >= 0), -- events a second; 0 is no limit
  created_at  INTEGER NOT NULL,
  revoked_at  INTEGER, -- may lie ahead
  CHECK ((kind = 'write') = (value IS NOT NULL))
) STRICT;

CREATE INDEX keys_by_project ON keys (project, created_at);

CREATE TABLE people (
  id            TEXT PRIMARY KEY,
  email         TEXT NOT NULL UNIQUE CHECK (email <> ''),
  password_hash BLOB,
  role          TEXT NOT NULL CHECK (role IN ('owner', 'analyst', 'viewer')),
  created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
  hash       BLOB PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  kind       TEXT NOT NULL CHECK (kind IN ('session', 'link', 'invitation')),
  person     TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  agent      TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  idle       INTEGER NOT NULL, -- microseconds; 0 is no limit
  used_at    INTEGER -- of those that work once
) STRICT;

CREATE INDEX tokens_by_expiry ON tokens (expires_at);
CREATE INDEX tokens_by_person ON tokens (person, created_at);

CREATE TABLE attempts (
  hash     BLOB PRIMARY KEY, -- of what is counted
  failures INTEGER NOT NULL,
  until    INTEGER NOT NULL
) STRICT;

CREATE INDEX attempts_by_end ON attempts (until);

CREATE TABLE log (
  id    INTEGER PRIMARY KEY,
  at    INTEGER NOT NULL,
  who   TEXT NOT NULL,
  act   TEXT NOT NULL,
  about TEXT NOT NULL,
  note  TEXT NOT NULL
) STRICT;

CREATE INDEX log_by_time ON log (at);

-- What senders sent, by the hour.
CREATE TABLE tallies (
  project TEXT NOT NULL REFERENCES projects (id),
  hour    INTEGER NOT NULL,
  key     TEXT NOT NULL, -- empty for what came without one
  source  TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'duplicate', 'rejected', 'refused', 'noticed')),
  code    TEXT NOT NULL,
  count   INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (project, hour, key, source, verdict, code)
) STRICT, WITHOUT ROWID;

CREATE INDEX tallies_by_arrival ON tallies (project, key, source, hour) WHERE verdict IN ('accepted', 'duplicate');

-- What was wrong with it: the latest of each key and code.
CREATE TABLE samples (
  id      INTEGER PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects (id),
  key     TEXT NOT NULL,
  code    TEXT NOT NULL,
  source  TEXT NOT NULL,
  verdict TEXT NOT NULL,
  field   TEXT NOT NULL,
  message TEXT NOT NULL,
  item    TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT;

CREATE INDEX samples_by_code ON samples (project, key, code, at);

CREATE TABLE definitions (
  project TEXT NOT NULL REFERENCES projects (id),
  version INTEGER NOT NULL,
  body    TEXT NOT NULL CHECK (json_valid(body)),
  set_at  INTEGER NOT NULL,
  PRIMARY KEY (project, version)
) STRICT;
