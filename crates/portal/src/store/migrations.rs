//! The steps that bring a database up to date, compiled into the binary.
//!
//! A step that was released is never edited: sqlx refuses to start on a database whose steps have another checksum.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Every step, oldest first. By hand instead of by `sqlx::migrate!`, which would bring the macros and their build.
const STEPS: &[(i64, &str, &str)] = &[(1, "cases", include_str!("../../migrations/0001_cases.sql"))];

/// All steps, ready to run.
pub fn migrator() -> Migrator {
    let step = |(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, (*sql).into_sql_str(), false)
    };
    Migrator::with_migrations(STEPS.iter().map(step).collect())
}
