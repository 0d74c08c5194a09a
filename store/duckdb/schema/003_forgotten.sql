-- What was kept for a time only and is removed, and what was read in a text
-- before that: see event.Fields and conversation.Reading.
ALTER TABLE events ADD COLUMN forgotten UTINYINT DEFAULT 0;
ALTER TABLE events ADD COLUMN reading VARCHAR DEFAULT '';
