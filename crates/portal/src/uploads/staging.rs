//! Bytes of uploads that are not whole yet: a file each in `uploads/` of the data folder.
//!
//! Invariant: [`Part::sync`] comes before the database hears of bytes. What a file has beyond its row's position is left
//! over from a request that was cut, and is written over. Several portals on one database share this folder, or a
//! customer stays with one of them: an upload goes on where its bytes are, and elsewhere begins anew. Not here: which
//! uploads there are (`store`), finished files (`objects`).

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

pub(super) struct Staging {
    folder: PathBuf,
}

impl Staging {
    /// The folder of a data folder, made at the first start, for the portal's own user only.
    pub(super) fn open(data: &Path) -> io::Result<Self> {
        let folder = data.join("uploads");
        make_private(&folder)?;
        Ok(Self { folder })
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Bytes that are there of an upload.
    pub(super) fn length(&self, id: &str) -> i64 {
        let length = std::fs::metadata(self.path(id)).map_or(0, |meta| meta.len());
        i64::try_from(length).unwrap_or(i64::MAX)
    }

    /// Opens an upload's file to write on at a place, and takes off what lies beyond. Blocks.
    pub(super) fn write_at(&self, id: &str, place: i64) -> io::Result<Part> {
        let path = self.path(id);
        let new = !path.exists();
        let mut file = private().create(true).truncate(false).open(&path)?;
        let place = u64::try_from(place).map_err(io::Error::other)?;
        file.set_len(place)?;
        file.seek(SeekFrom::Start(place))?;
        if new {
            // The name too has to outlive a power cut.
            File::open(&self.folder)?.sync_all()?;
        }
        Ok(Part(file))
    }

    /// Makes a file of these bytes, for the scanner. Blocks.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let path = self.path(name);
        private().create(true).truncate(true).open(&path)?.write_all(bytes)?;
        Ok(path)
    }

    /// Takes a file away; one that is not there is no fault. Blocks.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        match std::fs::remove_file(self.path(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Names of all files. Blocks.
    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let entries = std::fs::read_dir(&self.folder)?;
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    /// Bytes free on the disk. Blocks.
    pub(super) fn free(&self) -> io::Result<u64> {
        let disk = rustix::fs::statvfs(&self.folder)?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
}

/// An upload's file, open at its end.
pub(super) struct Part(File);

impl Part {
    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    /// Waits until what was written is on disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.0.sync_data()
    }
}

/// Makes a folder that only the portal's own user may look into.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
