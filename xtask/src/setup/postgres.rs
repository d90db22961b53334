//! PostgreSQL's programs, of which the portal's tests start a server of their own.
//!
//! Not here: how it is started (crates/portal/tests/portal/store/postgres.rs).

use super::{Item, apt};
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use std::path::Path;

/// Where Debian has them, in a folder a version.
const FOLDER: &str = "/usr/lib/postgresql";

pub fn install(project: &Project) -> Outcome<Item> {
    if is_there() {
        return Ok(Item::There);
    }
    apt::install(project, &["postgresql"])?;
    if is_there() {
        return Ok(Item::Installed("by apt-get "));
    }
    Err(Failure::new(format!("no initdb in {FOLDER}/*/bin after apt-get"))
        .next("install a PostgreSQL there, 15 or newer"))
}

fn is_there() -> bool {
    let versions = Path::new(FOLDER).read_dir().into_iter().flatten().filter_map(Result::ok);
    versions.into_iter().any(|version| version.path().join("bin/initdb").is_file())
}
