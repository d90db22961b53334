-- The portal's tables. What each is for: ../sqlite, whose tables these are; tests/portal/store runs one suite on both.
-- Integers are BIGINT throughout, so that one reading fits both databases.

CREATE TABLE cases (
    id           TEXT PRIMARY KEY,
    token_sha256 BYTEA NOT NULL,
    closed_at    BIGINT,
    nonce        BYTEA NOT NULL,
    state        TEXT NOT NULL,
    client_id    TEXT NOT NULL,
    locale       TEXT NOT NULL,
    market       TEXT NOT NULL,
    environment  TEXT NOT NULL,
    category     TEXT NOT NULL,
    received_at  TEXT NOT NULL,
    expected_by  TEXT NOT NULL,
    email        TEXT NOT NULL,
    order_id     TEXT NOT NULL,
    flow         TEXT NOT NULL,
    answers      TEXT NOT NULL,
    context      TEXT NOT NULL,
    description  TEXT NOT NULL,
    happened_on  TEXT NOT NULL DEFAULT '',
    tried        TEXT NOT NULL DEFAULT '',
    evidence     TEXT NOT NULL DEFAULT '[]',
    customer     TEXT NOT NULL DEFAULT '',
    assignee     TEXT NOT NULL DEFAULT '',
    last_from_us BIGINT NOT NULL DEFAULT 0,
    asked_at     BIGINT,
    rating       BIGINT,
    updated_at   BIGINT NOT NULL DEFAULT 0,
    held         BIGINT NOT NULL DEFAULT 0,
    erased_at    BIGINT,
    desk         TEXT NOT NULL DEFAULT '',
    remote_id    TEXT NOT NULL DEFAULT ''
);

CREATE INDEX cases_by_promise ON cases (state, expected_by);
CREATE INDEX cases_by_customer ON cases (client_id, customer) WHERE customer <> '';
CREATE INDEX cases_by_remote ON cases (desk, remote_id) WHERE remote_id <> '';
CREATE INDEX cases_by_age ON cases (closed_at);

-- A number is drawn before its transaction commits: events of one case come in order because each locks the case first.
CREATE TABLE case_events (
    seq         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id     TEXT NOT NULL REFERENCES cases (id),
    at          TEXT NOT NULL,
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    agent       TEXT NOT NULL DEFAULT '',
    message_id  TEXT,
    rating      BIGINT,
    expected_by TEXT NOT NULL DEFAULT ''
);

CREATE INDEX case_events_by_case ON case_events (case_id, seq);

CREATE FUNCTION case_events_refuse() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN RAISE EXCEPTION ''case events are append-only''; END';

CREATE TRIGGER case_events_are_append_only BEFORE UPDATE ON case_events
FOR EACH ROW EXECUTE FUNCTION case_events_refuse();

CREATE TABLE messages (
    id        TEXT PRIMARY KEY,
    case_id   TEXT NOT NULL REFERENCES cases (id),
    author    TEXT NOT NULL,
    body      TEXT NOT NULL,
    at        TEXT NOT NULL,
    remote_id TEXT NOT NULL DEFAULT ''
);

CREATE INDEX messages_by_case ON messages (case_id);
CREATE UNIQUE INDEX messages_by_remote ON messages (case_id, remote_id) WHERE remote_id <> '';

CREATE TABLE uploads (
    id         TEXT PRIMARY KEY,
    client_id  TEXT NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL DEFAULT '',
    size       BIGINT NOT NULL,
    position   BIGINT NOT NULL DEFAULT 0,
    state      TEXT NOT NULL DEFAULT 'open',
    sha256     BYTEA,
    case_id    TEXT REFERENCES cases (id),
    message_id TEXT,
    evidence   TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX uploads_by_case ON uploads (case_id);
CREATE INDEX uploads_by_expiry ON uploads (expires_at) WHERE case_id IS NULL;

CREATE TABLE outbox (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id     TEXT NOT NULL REFERENCES cases (id),
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL DEFAULT '',
    key         TEXT NOT NULL UNIQUE,
    state       TEXT NOT NULL DEFAULT 'due',
    attempts    BIGINT NOT NULL DEFAULT 0,
    due_at      BIGINT NOT NULL,
    leased_by   TEXT NOT NULL DEFAULT '',
    fault       TEXT NOT NULL DEFAULT '',
    remote_id   TEXT NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    done_at     BIGINT
);

CREATE INDEX outbox_by_due ON outbox (due_at) WHERE state IN ('due', 'sending', 'unknown');
CREATE INDEX outbox_by_case ON outbox (case_id, id);

CREATE TABLE desk_cursors (
    desk   TEXT PRIMARY KEY,
    cursor TEXT NOT NULL,
    at     BIGINT NOT NULL
);

CREATE TABLE codes (
    case_id    TEXT PRIMARY KEY,
    nonce      BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    tries      BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX codes_by_age ON codes (expires_at);

CREATE TABLE mails (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id    TEXT NOT NULL REFERENCES cases (id),
    kind       TEXT NOT NULL,
    locale     TEXT NOT NULL,
    key        TEXT NOT NULL UNIQUE,
    attempts   BIGINT NOT NULL DEFAULT 0,
    due_at     BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    done_at    BIGINT
);

CREATE INDEX mails_by_due ON mails (due_at) WHERE done_at IS NULL;
CREATE INDEX mails_by_case ON mails (case_id, kind, created_at);
CREATE INDEX mails_by_age ON mails (created_at);

CREATE TABLE spent_work (
    challenge  TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

CREATE TABLE idempotency_keys (
    scope       TEXT NOT NULL,
    key_sha256  BYTEA NOT NULL,
    fingerprint BYTEA NOT NULL,
    result      TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (scope, key_sha256)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE probe (at BIGINT NOT NULL);
