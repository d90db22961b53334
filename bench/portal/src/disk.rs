//! A small disk of its own for the portal's data, that can be filled to the last byte.

use crate::Fault;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file system in memory, taken down when it is dropped.
pub struct Disk {
    path: PathBuf,
    mounted: bool,
}

impl Disk {
    /// Mounts one of so many MiB, where this process may; otherwise it is a plain folder that is never full, and says so.
    pub fn new(path: &Path, mib: u64) -> Result<Self, Fault> {
        std::fs::create_dir_all(path)?;
        let options = format!("size={mib}m,mode=0700");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(path)
            .stderr(std::process::Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        Ok(Self { path: path.to_owned(), mounted })
    }

    /// Whether it can be filled.
    pub fn can_fill(&self) -> bool {
        self.mounted
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes until nothing fits any more.
    pub fn fill(&self) {
        use std::io::Write;
        let Ok(mut file) = std::fs::File::create(self.path.join("filler")) else { return };
        let block = vec![0; 1 << 20];
        for size in [block.len(), 4096, 1] {
            while file.write_all(block.get(..size).unwrap_or_default()).is_ok() {}
        }
    }

    /// Makes room again.
    pub fn empty(&self) {
        // It may not be there, if not even its name fitted.
        let _ = std::fs::remove_file(self.path.join("filler"));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.mounted {
            let _ = Command::new("umount").arg(&self.path).status();
        }
    }
}
