//! `[files]` of `portal.toml`: where attachments lie, how much may wait for a case, and who looks at them first.
//!
//! Credentials for S3 come from the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, or what the machine's role
//! gives): they never stand in a file. Not here: limits that the customer sees, which are `wire`'s.

use super::ConfigError;
use serde::Deserialize;

/// A checked `[files]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    /// Where finished files lie.
    pub store: FileStore,
    /// S3: the bucket.
    pub bucket: String,
    /// S3: the region; a server of one's own takes any.
    pub region: String,
    /// S3: an address other than Amazon's, `https://…`. `http://` is taken too, for a server beside the portal.
    pub endpoint: String,
    /// Uploads that a network prefix may begin at once.
    pub burst: u32,
    /// Uploads that a network prefix may begin in the long run.
    pub per_minute: u32,
    /// MiB of files of one network prefix that no case has.
    pub prefix_mib: u32,
    /// MiB of all files that no case has.
    pub loose_mib: u32,
    /// MiB that stay free on the disk of the data folder.
    pub keep_free_mib: u32,
    /// A command that looks at a file before anyone gets it: it ends with 0 if the file is clean and with 1 if not, and
    /// gets the file's path as its last argument. Empty: none.
    pub scan: Vec<String>,
}

/// Where finished files lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileStore {
    /// `files/` in the data folder.
    Local,
    /// A bucket of an S3-compatible server.
    S3,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            store: FileStore::Local,
            bucket: String::new(),
            region: "us-east-1".to_owned(),
            endpoint: String::new(),
            burst: 40,
            per_minute: 40,
            prefix_mib: 250,
            loose_mib: 10 * 1024,
            keep_free_mib: 256,
            scan: Vec::new(),
        }
    }
}

impl Files {
    /// What serde cannot say.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let s3 = self.store == FileStore::S3;
        for (key, empty) in [
            ("files.bucket", s3 && self.bucket.is_empty()),
            ("files.region", s3 && self.region.is_empty()),
            ("files.burst", self.burst == 0),
            ("files.per_minute", self.per_minute == 0),
            ("files.prefix_mib", self.prefix_mib == 0),
            ("files.loose_mib", self.loose_mib == 0),
            ("files.scan[0]", self.scan.first().is_some_and(String::is_empty)),
        ] {
            if empty {
                return Err(ConfigError::Empty { key: key.to_owned() });
            }
        }
        let http = |text: &str| text.starts_with("https://") || text.starts_with("http://");
        if !self.endpoint.is_empty() && !http(&self.endpoint) {
            return Err(ConfigError::Endpoint {
                key: "files.endpoint".to_owned(),
                text: self.endpoint.clone(),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_names_its_key() {
        let check = |text: &str, expected: Result<FileStore, &str>| {
            let files: Files = toml::from_str(text).unwrap();
            let read = files.check().map(|()| files.store).map_err(|e| e.to_string());
            match expected {
                Ok(store) => assert_eq!(read, Ok(store), "{text}"),
                Err(part) => assert!(read.unwrap_err().contains(part), "{text}"),
            }
        };
        check("", Ok(FileStore::Local));
        check("store = \"s3\"\nbucket = \"files\"", Ok(FileStore::S3));
        check("store = \"s3\"\nbucket = \"files\"\nendpoint = \"http://127.0.0.1:9000\"", Ok(FileStore::S3));
        check("store = \"s3\"", Err("files.bucket"));
        check("store = \"s3\"\nbucket = \"b\"\nregion = \"\"", Err("files.region"));
        check("endpoint = \"127.0.0.1\"", Err("files.endpoint"));
        check("burst = 0", Err("files.burst"));
        check("prefix_mib = 0", Err("files.prefix_mib"));
        check("scan = [\"\"]", Err("files.scan[0]"));
        assert!(toml::from_str::<Files>("store = \"ftp\"").is_err());
        assert!(toml::from_str::<Files>("secret_access_key = \"x\"").is_err());
    }
}
