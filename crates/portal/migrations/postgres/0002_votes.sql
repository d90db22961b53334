-- What helped and what did not: counts alone. Nobody can be found in them: no client, no case, no moment, no words.
CREATE TABLE votes (
    -- `YYYY-MM-DD`, UTC.
    day    TEXT NOT NULL,
    market TEXT NOT NULL,
    locale TEXT NOT NULL,
    -- `article:<slug>` or `flow:<slug>`.
    about  TEXT NOT NULL,
    -- 1 or 0.
    helped BIGINT NOT NULL,
    -- Of the lists in crates/wire/src/vote.rs; empty where nothing was said, and where nothing may be counted.
    reason TEXT NOT NULL,
    page   TEXT NOT NULL,
    way    TEXT NOT NULL,
    count  BIGINT NOT NULL,
    PRIMARY KEY (day, market, locale, about, helped, reason, page, way)
);
