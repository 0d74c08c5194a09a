-- For how long a project keeps parts of its events, in microseconds; 0 is for ever.
ALTER TABLE projects ADD COLUMN texts_kept INTEGER NOT NULL DEFAULT 0 CHECK (texts_kept >= 0);
ALTER TABLE projects ADD COLUMN properties_kept INTEGER NOT NULL DEFAULT 0 CHECK (properties_kept >= 0);
ALTER TABLE projects ADD COLUMN context_kept INTEGER NOT NULL DEFAULT 0 CHECK (context_kept >= 0);
