//! The loader's types: its `.d.ts` is sound, and each script that says `// @ts-check` agrees with it.
//!
//! Not here: what the loader does in a page (tests/e2e), its size (size.rs).

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{process, stamp};

/// tsc's words if it is not content.
pub fn check(project: &Project) -> Outcome {
    let mut tsc = project.command("tsc");
    // Its own project file, where there is one, is what an editor sees too.
    if project.path("loader/tsconfig.json").is_file() {
        tsc.args(["--noEmit", "--project", "loader/tsconfig.json"]);
        return process::quiet(&mut tsc);
    }
    let files: Vec<_> = stamp::files(&project.path("loader"))?
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "js" || extension == "ts"))
        .collect();
    if files.is_empty() {
        return Err(Failure::new("loader/ has no scripts to check"));
    }
    // Types are inferred where they are not written: annotations for their own sake would be half of the loader.
    tsc.args([
        "--noEmit",
        "--allowJs",
        "--strict",
        "--noImplicitAny",
        "false",
        "--target",
        "es2022",
        "--lib",
        "es2023,dom,dom.iterable",
    ]);
    tsc.args(["--module", "esnext", "--moduleResolution", "bundler"]).args(files);
    process::quiet(&mut tsc)
}
