//! The steps that bring a database up to date, compiled into the binary.
//!
//! A step that was released is never edited: sqlx refuses to start on a database whose steps have another checksum.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

type Step = (i64, &'static str, &'static str);

/// Every step, oldest first. By hand instead of by `sqlx::migrate!`, which would bring the macros and their build.
const SQLITE: &[Step] = &[
    (1, "cases", include_str!("../../migrations/sqlite/0001_cases.sql")),
    (2, "threads", include_str!("../../migrations/sqlite/0002_threads.sql")),
    (3, "votes", include_str!("../../migrations/sqlite/0003_votes.sql")),
];

/// PostgreSQL came later, and begins with the tables that SQLite had by then.
const POSTGRES: &[Step] = &[
    (1, "portal", include_str!("../../migrations/postgres/0001_portal.sql")),
    (2, "votes", include_str!("../../migrations/postgres/0002_votes.sql")),
];

/// All steps of SQLite, ready to run.
pub(super) fn migrator_sqlite() -> Migrator {
    migrator(SQLITE)
}

/// All steps of PostgreSQL, ready to run.
pub(super) fn migrator_postgres() -> Migrator {
    migrator(POSTGRES)
}

fn migrator(steps: &[Step]) -> Migrator {
    let step = |(version, name, sql): &Step| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, (*sql).into_sql_str(), false)
    };
    Migrator::with_migrations(steps.iter().map(step).collect())
}
