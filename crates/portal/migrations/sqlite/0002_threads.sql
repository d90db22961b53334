-- What follows a case: messages, files, ways in, and what has to reach the helpdesk.
-- The same tables stand in ../postgres/0001_portal.sql; tests/portal/store runs one suite on both.

ALTER TABLE cases ADD COLUMN happened_on TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN tried TEXT NOT NULL DEFAULT '';
-- JSON of the notes for the evidence list.
ALTER TABLE cases ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]';
-- Who the customer is, as SHA-256 in hexadecimal of client, issuer and subject; empty for a guest.
ALTER TABLE cases ADD COLUMN customer TEXT NOT NULL DEFAULT '';
-- Who has it at the helpdesk.
ALTER TABLE cases ADD COLUMN assignee TEXT NOT NULL DEFAULT '';
-- `seq` of the last event that the helpdesk made.
ALTER TABLE cases ADD COLUMN last_from_us INTEGER NOT NULL DEFAULT 0;
-- Unix seconds: when the customer last asked for an update.
ALTER TABLE cases ADD COLUMN asked_at INTEGER;
ALTER TABLE cases ADD COLUMN rating INTEGER;
-- Unix seconds of the last event.
ALTER TABLE cases ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
-- 1: retention and erasure leave it alone until a person lifts it.
ALTER TABLE cases ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
-- Unix seconds: when what the customer wrote was erased.
ALTER TABLE cases ADD COLUMN erased_at INTEGER;
-- Where the helpdesk has it; empty until it does.
ALTER TABLE cases ADD COLUMN desk TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN remote_id TEXT NOT NULL DEFAULT '';

CREATE INDEX cases_by_customer ON cases (client_id, customer) WHERE customer <> '';
CREATE INDEX cases_by_remote ON cases (desk, remote_id) WHERE remote_id <> '';
CREATE INDEX cases_by_age ON cases (closed_at);

ALTER TABLE case_events ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE case_events ADD COLUMN message_id TEXT;
ALTER TABLE case_events ADD COLUMN rating INTEGER;
ALTER TABLE case_events ADD COLUMN expected_by TEXT NOT NULL DEFAULT '';

CREATE TABLE messages (
    id        TEXT PRIMARY KEY,
    case_id   TEXT NOT NULL REFERENCES cases (id),
    -- `customer` or `agent`.
    author    TEXT NOT NULL,
    -- JSON of wire::MessageBlock: never markup.
    body      TEXT NOT NULL,
    at        TEXT NOT NULL,
    -- What the helpdesk calls it; empty for one that it does not have yet.
    remote_id TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX messages_by_case ON messages (case_id);
-- A reply that is pulled twice is stored once.
CREATE UNIQUE INDEX messages_by_remote ON messages (case_id, remote_id) WHERE remote_id <> '';

CREATE TABLE uploads (
    id         TEXT PRIMARY KEY,
    client_id  TEXT NOT NULL,
    name       TEXT NOT NULL,
    -- wire::FileKind, once its bytes were seen; empty before.
    kind       TEXT NOT NULL DEFAULT '',
    size       INTEGER NOT NULL,
    -- Bytes that came and are on disk: where the next ones go. `size` is what is stored, once it is.
    position   INTEGER NOT NULL DEFAULT 0,
    -- `open`, `held` for the scanner, `done`, `refused`.
    state      TEXT NOT NULL DEFAULT 'open',
    sha256     BLOB,
    -- The case and message it goes with; none until one is sent.
    case_id    TEXT REFERENCES cases (id),
    message_id TEXT,
    evidence   TEXT NOT NULL DEFAULT '',
    -- Unix seconds.
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX uploads_by_case ON uploads (case_id);
CREATE INDEX uploads_by_expiry ON uploads (expires_at) WHERE case_id IS NULL;

-- What has to reach the helpdesk. Written in the transaction of what it tells of.
CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id     TEXT NOT NULL REFERENCES cases (id),
    -- `create`, `reply`, `action`.
    kind        TEXT NOT NULL,
    -- The message of a `reply`; the action's name of an `action`.
    subject     TEXT NOT NULL DEFAULT '',
    -- What the helpdesk can be asked for it by: the case ID, or the message's id.
    key         TEXT NOT NULL UNIQUE,
    -- `due`, `sending`, `unknown`, `sent`, `dead`.
    state       TEXT NOT NULL DEFAULT 'due',
    attempts    INTEGER NOT NULL DEFAULT 0,
    -- Unix milliseconds.
    due_at      INTEGER NOT NULL,
    leased_by   TEXT NOT NULL DEFAULT '',
    -- Why the last try did not succeed: a class and a status, nothing of the customer's.
    fault       TEXT NOT NULL DEFAULT '',
    remote_id   TEXT NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL,
    done_at     INTEGER
) STRICT;

CREATE INDEX outbox_by_due ON outbox (due_at) WHERE state IN ('due', 'sending', 'unknown');
CREATE INDEX outbox_by_case ON outbox (case_id, id);

-- How far a helpdesk's changes were read.
CREATE TABLE desk_cursors (
    desk   TEXT PRIMARY KEY,
    cursor TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Codes of look-ups by e-mail. One a case, and a row for each ID that somebody tried: no reference to cases, so that the
-- work is the same for one that is not there.
CREATE TABLE codes (
    case_id    TEXT PRIMARY KEY,
    -- With the portal's secret this makes the code; empty where none works.
    nonce      BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX codes_by_age ON codes (expires_at);

-- Mail to send: written first, sent after. Nothing of its text is here.
CREATE TABLE mails (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id    TEXT NOT NULL REFERENCES cases (id),
    -- `code`, `receipt`, `reply`.
    kind       TEXT NOT NULL,
    locale     TEXT NOT NULL,
    -- What it is sent once for: an event, or a code.
    key        TEXT NOT NULL UNIQUE,
    attempts   INTEGER NOT NULL DEFAULT 0,
    -- Unix seconds.
    due_at     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    done_at    INTEGER
) STRICT;

CREATE INDEX mails_by_due ON mails (due_at) WHERE done_at IS NULL;
CREATE INDEX mails_by_case ON mails (case_id, kind, created_at);
CREATE INDEX mails_by_age ON mails (created_at);

-- Proofs of work that were used, until they expire.
CREATE TABLE spent_work (
    challenge  TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys now belong to a scope: `case <client id>`, or what is done with one case. What they led to is an id of any kind.
CREATE TABLE keys_new (
    scope       TEXT NOT NULL,
    key_sha256  BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    result      TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (scope, key_sha256)
) STRICT, WITHOUT ROWID;

INSERT INTO keys_new (scope, key_sha256, fingerprint, result, created_at)
SELECT 'case ' || client_id, key_sha256, fingerprint, case_id, created_at FROM idempotency_keys;

DROP TABLE idempotency_keys;
ALTER TABLE keys_new RENAME TO idempotency_keys;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
