-- Cases, their timeline, and the keys that make a submission happen once.
-- STRICT: SQLite otherwise stores any type in any column.

CREATE TABLE cases (
    id           TEXT PRIMARY KEY,
    -- Small and early in the row: a token is checked without reading what the customer wrote.
    token_sha256 BLOB NOT NULL,
    closed_at    INTEGER,
    -- With the portal's secret and the id, this makes the token again for a repeated submission.
    nonce        BLOB NOT NULL,
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
    description  TEXT NOT NULL
) STRICT;

-- What agents look at first: open cases by the date they were promised.
CREATE INDEX cases_by_promise ON cases (state, expected_by);

-- Append-only. `seq` is global, so that an outbox or an event stream can read on from where it stopped.
CREATE TABLE case_events (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id TEXT NOT NULL REFERENCES cases (id),
    at      TEXT NOT NULL,
    kind    TEXT NOT NULL,
    state   TEXT NOT NULL
) STRICT;

CREATE INDEX case_events_by_case ON case_events (case_id, seq);

CREATE TRIGGER case_events_are_append_only BEFORE UPDATE ON case_events
BEGIN
    SELECT RAISE(ABORT, 'case events are append-only');
END;

-- The key is stored as its SHA-256: key and body together fetch a receipt, and the body is in `cases`.
CREATE TABLE idempotency_keys (
    client_id   TEXT NOT NULL,
    key_sha256  BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    case_id     TEXT NOT NULL REFERENCES cases (id),
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (client_id, key_sha256)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Written and rolled back by /readyz; always empty.
CREATE TABLE probe (at INTEGER NOT NULL) STRICT;
