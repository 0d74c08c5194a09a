-- The topics of projects: one model each, the latest.
CREATE TABLE models (
    project   VARCHAR   NOT NULL,
    version   INTEGER   NOT NULL,
    made_at   TIMESTAMP NOT NULL,
    prompts   BIGINT    NOT NULL, -- of how many its topics were found
    decisions INTEGER   NOT NULL, -- of people, that derived rows follow
    erasures  INTEGER   NOT NULL, -- that it is without
    placed    BOOLEAN   NOT NULL, -- derived rows follow it
    model     BLOB      NOT NULL  -- of topic.Model
);
