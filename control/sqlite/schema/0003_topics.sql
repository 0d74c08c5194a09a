-- What people decided about topics; rows are only added.
CREATE TABLE topic_decisions (
  project TEXT NOT NULL REFERENCES projects (id),
  number  INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  who     TEXT NOT NULL,
  undoes  INTEGER, -- the number of another; the rest is empty then
  decided TEXT NOT NULL,
  topic   TEXT NOT NULL,
  target  TEXT NOT NULL,
  name    TEXT NOT NULL,
  PRIMARY KEY (project, number),
  FOREIGN KEY (project, undoes) REFERENCES topic_decisions (project, number)
) STRICT;
