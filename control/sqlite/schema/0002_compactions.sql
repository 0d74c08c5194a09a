-- When the files of the data folder were written anew, part by part.
CREATE TABLE compactions (
  part     TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (part, began_at)
) STRICT, WITHOUT ROWID;
