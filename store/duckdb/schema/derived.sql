-- What analysis makes of events. Rows are replaced conversation by
-- conversation and can all be made again from events.
--
-- conversation_code and user_code stand for the texts where rows are grouped
-- and looked up: numbers cost half as much (docs/decisions/select.md). They are
-- zero for an empty text.
CREATE TABLE conversations (
    project         VARCHAR   NOT NULL,
    conversation_id VARCHAR   NOT NULL,
    conversation_code UBIGINT NOT NULL,
    agent           VARCHAR   NOT NULL,
    version         VARCHAR   NOT NULL,
    model           VARCHAR   NOT NULL,
    language        VARCHAR   NOT NULL,
    topic           VARCHAR   NOT NULL,
    theme           VARCHAR   NOT NULL,
    account         VARCHAR   NOT NULL,
    environment     VARCHAR   NOT NULL,
    user_id         VARCHAR   NOT NULL,
    user_code       UBIGINT   NOT NULL,
    identified      BOOLEAN   NOT NULL,
    session_id      VARCHAR   NOT NULL,
    agents          VARCHAR[] NOT NULL,
    versions        VARCHAR[] NOT NULL,
    models          VARCHAR[] NOT NULL,
    languages       VARCHAR[] NOT NULL,
    topics          VARCHAR[] NOT NULL,
    themes          VARCHAR[] NOT NULL,
    accounts        VARCHAR[] NOT NULL,
    environments    VARCHAR[] NOT NULL,
    users           VARCHAR[] NOT NULL,
    sessions        VARCHAR[] NOT NULL,
    started_at      TIMESTAMP NOT NULL,
    ended_at        TIMESTAMP NOT NULL,
    prompts         INTEGER   NOT NULL,
    responses       INTEGER   NOT NULL,
    turns           INTEGER   NOT NULL,
    outcome         VARCHAR   NOT NULL,
    why             VARCHAR   NOT NULL,
    settled         BOOLEAN   NOT NULL,
    signals         VARCHAR[] NOT NULL,
    sources         VARCHAR[] NOT NULL, -- that its answers cite
    ratings         DOUBLE[]  NOT NULL,
    explicit        DOUBLE,
    estimated       DOUBLE,
    estimated_low   DOUBLE,
    estimated_high  DOUBLE,
    reasons         VARCHAR   NOT NULL, -- of the estimate, as JSON
    conversions     INTEGER   NOT NULL,
    currencies      VARCHAR[] NOT NULL, -- with amounts, element by element
    amounts         DOUBLE[]  NOT NULL,
    opening         VARCHAR   NOT NULL,
    comments        VARCHAR   NOT NULL,
    second_user     BOOLEAN   NOT NULL,
    due_at          TIMESTAMP,
    several_environments BOOLEAN NOT NULL, -- rarely; else environment is all there is
    rules           INTEGER   NOT NULL, -- store.Made
    definitions     INTEGER   NOT NULL
);

CREATE TABLE turns (
    project         VARCHAR   NOT NULL,
    turn_id         VARCHAR   NOT NULL,
    conversation_id VARCHAR   NOT NULL,
    conversation_code UBIGINT NOT NULL,
    position        INTEGER   NOT NULL,
    started_at      TIMESTAMP NOT NULL,
    agent           VARCHAR   NOT NULL,
    version         VARCHAR   NOT NULL,
    model           VARCHAR   NOT NULL,
    language        VARCHAR   NOT NULL,
    topic           VARCHAR   NOT NULL,
    theme           VARCHAR   NOT NULL,
    account         VARCHAR   NOT NULL,
    environment     VARCHAR   NOT NULL,
    user_id         VARCHAR   NOT NULL,
    user_code       UBIGINT   NOT NULL,
    identified      BOOLEAN   NOT NULL,
    session_id      VARCHAR   NOT NULL,
    prompt_event    VARCHAR   NOT NULL, -- empty for an answer that nobody asked for
    response_events VARCHAR[] NOT NULL,
    asked           BOOLEAN   NOT NULL, -- it has a prompt event
    responded       BOOLEAN   NOT NULL, -- it has response events
    worded          BOOLEAN   NOT NULL, -- its prompt is not empty
    prompt          VARCHAR   NOT NULL,
    response        VARCHAR   NOT NULL,
    answered        BOOLEAN   NOT NULL,
    error           VARCHAR   NOT NULL,
    latency_ms      DOUBLE,
    time_to_first_token_ms DOUBLE,
    input_tokens    BIGINT,
    output_tokens   BIGINT,
    cost_usd        DOUBLE,
    signals         VARCHAR[] NOT NULL,
    evidence        VARCHAR   NOT NULL, -- JSON of []conversation.Evidence
    rating          DOUBLE,
    nearest         VARCHAR   NOT NULL, -- topic
    next            VARCHAR   NOT NULL, -- what the user did after the answer
    fell_short      BOOLEAN   NOT NULL, -- of conversation.Turn
    dissatisfied    DOUBLE,
    gap             DOUBLE
);

CREATE TABLE ratings (
    project         VARCHAR   NOT NULL,
    event_id        VARCHAR   NOT NULL,
    conversation_id VARCHAR   NOT NULL,
    conversation_code UBIGINT NOT NULL,
    turn_id         VARCHAR   NOT NULL,
    dated_at        TIMESTAMP NOT NULL,
    value           DOUBLE    NOT NULL,
    five_point      BOOLEAN   NOT NULL,
    agent           VARCHAR   NOT NULL,
    version         VARCHAR   NOT NULL,
    model           VARCHAR   NOT NULL,
    language        VARCHAR   NOT NULL,
    topic           VARCHAR   NOT NULL,
    theme           VARCHAR   NOT NULL,
    account         VARCHAR   NOT NULL,
    environment     VARCHAR   NOT NULL,
    user_id         VARCHAR   NOT NULL,
    user_code       UBIGINT   NOT NULL,
    identified      BOOLEAN   NOT NULL,
    session_id      VARCHAR   NOT NULL
);

CREATE TABLE conversions (
    project         VARCHAR   NOT NULL,
    event_id        VARCHAR   NOT NULL,
    dated_at        TIMESTAMP NOT NULL,
    name            VARCHAR   NOT NULL,
    value           DOUBLE,
    currency        VARCHAR   NOT NULL,
    attribution     VARCHAR   NOT NULL,
    conversation_id VARCHAR   NOT NULL, -- empty when not attributed
    conversation_code UBIGINT NOT NULL,
    first_touch     VARCHAR   NOT NULL,
    lag_seconds     DOUBLE,
    agent           VARCHAR   NOT NULL,
    version         VARCHAR   NOT NULL,
    model           VARCHAR   NOT NULL,
    language        VARCHAR   NOT NULL,
    topic           VARCHAR   NOT NULL,
    theme           VARCHAR   NOT NULL,
    account         VARCHAR   NOT NULL,
    environment     VARCHAR   NOT NULL,
    user_id         VARCHAR   NOT NULL,
    user_code       UBIGINT   NOT NULL,
    identified      BOOLEAN   NOT NULL,
    session_id      VARCHAR   NOT NULL,
    rules           INTEGER   NOT NULL, -- store.Made
    definitions     INTEGER   NOT NULL
);

-- Every distinct value of every property of a conversation's events.
CREATE TABLE conversation_properties (
    project         VARCHAR NOT NULL,
    conversation_id VARCHAR NOT NULL,
    conversation_code UBIGINT NOT NULL,
    name            VARCHAR NOT NULL,
    ordinal         INTEGER NOT NULL, -- 0 for the first value of that name, in order of appearance
    text            VARCHAR,          -- of a string, a number or a boolean
    number          DOUBLE            -- of a number, or a string that is one
);

-- An anonymous id and the one user it was tied to first.
CREATE TABLE identities (
    project      VARCHAR   NOT NULL,
    anonymous_id VARCHAR   NOT NULL,
    user_id      VARCHAR   NOT NULL,
    dated_at     TIMESTAMP NOT NULL
);

-- A trace, by the conversation that is named for it, and the conversation that
-- it is of.
CREATE TABLE traces (
    project         VARCHAR   NOT NULL,
    trace           VARCHAR   NOT NULL,
    conversation_id VARCHAR   NOT NULL,
    weak            BOOLEAN   NOT NULL, -- conversation_id is the session that an event names
    dated_at        TIMESTAMP NOT NULL
);

-- The latest value of every trait of users and accounts.
CREATE TABLE traits (
    project VARCHAR   NOT NULL,
    owner   VARCHAR   NOT NULL,
    account BOOLEAN   NOT NULL, -- owner is an account, not a user
    name    VARCHAR   NOT NULL,
    value   VARCHAR,            -- JSON, as sent; NULL once the trait was removed
    text    VARCHAR,            -- of a string, a number or a boolean
    number  DOUBLE,             -- of a number, or a string that is one
    dated_at TIMESTAMP NOT NULL
);

-- Conversations whose texts may have changed since the index of texts has them;
-- each change has a number of its own.
CREATE TABLE unsearched (number BIGINT NOT NULL, project VARCHAR NOT NULL, conversation_id VARCHAR NOT NULL);

-- One row: how far analysis has come.
CREATE TABLE progress (stored_at TIMESTAMP NOT NULL, project VARCHAR NOT NULL, event_id VARCHAR NOT NULL, analysed BIGINT NOT NULL);
