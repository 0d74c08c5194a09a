-- Raw events, in order of arrival. There is no primary key: an index costs
-- more than the look-up that Append makes (docs/decisions/duckdb.md).
CREATE TABLE events (
    stored_at       TIMESTAMP NOT NULL,
    project         VARCHAR   NOT NULL,
    event_id        VARCHAR   NOT NULL,
    id_hash         UBIGINT   NOT NULL,
    kind            VARCHAR   NOT NULL,
    name            VARCHAR   NOT NULL,
    source          VARCHAR   NOT NULL,
    agent_id        VARCHAR   NOT NULL,
    conversation_id VARCHAR   NOT NULL,
    session_id      VARCHAR   NOT NULL,
    user_id         VARCHAR   NOT NULL,
    anonymous_id    VARCHAR   NOT NULL,
    account_id      VARCHAR   NOT NULL,
    message_id      VARCHAR   NOT NULL,
    occurred_at     TIMESTAMP NOT NULL,
    claimed_at      TIMESTAMP,
    received_at     TIMESTAMP NOT NULL,
    text            VARCHAR   NOT NULL,
    rating          DOUBLE,
    rating_raw      VARCHAR   NOT NULL,
    rating_scale    VARCHAR   NOT NULL,
    value           DOUBLE,
    currency        VARCHAR   NOT NULL,
    model           VARCHAR   NOT NULL,
    version         VARCHAR   NOT NULL,
    environment     VARCHAR   NOT NULL, -- of the properties, production where they say nothing
    latency_ms      DOUBLE,
    input_tokens    BIGINT,
    output_tokens   BIGINT,
    error           VARCHAR   NOT NULL,
    properties      VARCHAR   NOT NULL,
    context         VARCHAR   NOT NULL,
    marks           UTINYINT  NOT NULL
);

-- What was erased, and the names whose events are dropped since.
CREATE TABLE erasures (
    id              VARCHAR   NOT NULL,
    project         VARCHAR   NOT NULL,
    user_id         VARCHAR   NOT NULL, -- empty where a conversation was erased
    conversation_id VARCHAR   NOT NULL, -- empty where a user was erased
    erased_at       TIMESTAMP NOT NULL
);
CREATE TABLE barred (
    project      VARCHAR NOT NULL,
    conversation BOOLEAN NOT NULL, -- name is a conversation, not a user
    name         VARCHAR NOT NULL
);

-- The tokens of the batches that are in events: a batch comes in once.
CREATE TABLE batches (token VARCHAR NOT NULL, stored BIGINT NOT NULL, stored_at TIMESTAMP NOT NULL);
