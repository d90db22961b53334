//! Where things are: the repository, the tools, and commands that find both.
//!
//! Not here: what the tools are (pins.rs) and how they come to be there (setup/).

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The places every command needs.
#[derive(Debug, Clone)]
pub struct Project {
    /// The repository.
    pub root: PathBuf,
    /// Tools installed by `setup`, outside the repository so that several clones share them.
    pub tools: PathBuf,
}

impl Project {
    /// `KLARNA_HELP_TOOLS` moves the tools.
    pub fn find() -> Project {
        // Where this binary was built: a moved clone builds its own.
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        let tools = env::var_os("KLARNA_HELP_TOOLS").map_or_else(
            || {
                env::var_os("HOME")
                    .map_or_else(|| root.join("target"), PathBuf::from)
                    .join(".cache/klarna-help/tools")
            },
            PathBuf::from,
        );
        Project { root, tools }
    }

    /// A path in the repository.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// What was built, ready for the portal.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Where cargo builds.
    pub fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), |dir| self.root.join(dir))
    }

    /// The portal as the dev profile builds it.
    pub fn portal(&self) -> PathBuf {
        self.target().join("debug/klarna-help-portal")
    }

    /// What authors run, as the dev profile builds it.
    pub fn author(&self) -> PathBuf {
        self.target().join("debug/klarna-help-author")
    }

    /// npm's packages live in `<this>/node_modules`.
    pub fn npm(&self) -> PathBuf {
        self.tools.join("npm")
    }

    /// The folders that come first on PATH for every command, in order.
    pub fn bins(&self) -> [PathBuf; 2] {
        [self.npm().join("node_modules/.bin"), self.tools.join("bin")]
    }

    /// A command at the root of the repository that finds our tools before any other.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.which(program).unwrap_or_else(|| program.into()));
        command.current_dir(&self.root).env("PATH", self.search_path());
        command
    }

    /// PATH as our commands see it.
    pub fn search_path(&self) -> OsString {
        let inherited = env::var_os("PATH").unwrap_or_default();
        let all = self.bins().into_iter().chain(env::split_paths(&inherited));
        env::join_paths(all).unwrap_or(inherited)
    }

    /// Where a program is. Spawning looks it up in *our* PATH, not the child's, so we look it up ourselves.
    pub fn which(&self, program: &str) -> Option<PathBuf> {
        env::split_paths(&self.search_path()).map(|dir| dir.join(program)).find(|path| path.is_file())
    }
}
