-- Moments are microseconds since 1970, UTC.

CREATE TABLE projects (
  id         TEXT PRIMARY KEY CHECK (id <> ''),
  name       TEXT NOT NULL,
  zone       TEXT NOT NULL,
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
  created_at  INTEGER NOT NULL,
  revoked_at  INTEGER,
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
  person     TEXT NOT NULL REFERENCES people (id),
  once       INTEGER NOT NULL CHECK (once IN (0, 1)),
  expires_at INTEGER NOT NULL,
  used_at    INTEGER -- of those that work once
) STRICT;

CREATE INDEX tokens_by_expiry ON tokens (expires_at);

CREATE TABLE definitions (
  project TEXT NOT NULL REFERENCES projects (id),
  version INTEGER NOT NULL,
  body    TEXT NOT NULL CHECK (json_valid(body)),
  set_at  INTEGER NOT NULL,
  PRIMARY KEY (project, version)
) STRICT;
