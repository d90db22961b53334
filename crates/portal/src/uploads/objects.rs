//! Finished files: a folder of the data folder, or a bucket.
//!
//! An object is named by its upload's id, and written whole or not at all. Not here: which objects there have to be
//! (`store`), and what is done about one too many (`tidy`).

use super::staging::make_private;
use crate::config::{FileStore, Files};
use axum::body::Bytes;
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{BoxStream, StreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ClientOptions, Error, ObjectStore, ObjectStoreExt, PutPayload, Result, RetryConfig};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Longest time for one request to a bucket: a customer waits for it.
const REQUEST_MAX: Duration = Duration::from_secs(30);
/// Between tries.
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(400)];

pub(super) struct Objects(Arc<dyn ObjectStore>);

/// Why an object was not written or read, without its name.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Fault(String);

/// Bytes of a file, as they come.
pub(super) type Stream = BoxStream<'static, Result<Bytes>>;

impl Objects {
    /// Where `[files]` says.
    pub(super) fn open(files: &Files, data: &Path) -> Result<Self> {
        Ok(Self(match files.store {
            FileStore::Local => Arc::new(local(&data.join("files"))?),
            FileStore::S3 => Arc::new(s3(files)?),
        }))
    }

    /// Writes an object; one of the same id is replaced. On disk, or at the bucket, when this ends.
    pub(super) async fn put(&self, id: &str, parts: Vec<Bytes>) -> Result<(), Fault> {
        let (key, payload) = (key(id), parts.into_iter().collect::<PutPayload>());
        tried(id, || self.0.put(&key, payload.clone()).boxed()).await.map(drop)
    }

    pub(super) async fn get(&self, id: &str) -> Result<Stream, Fault> {
        let key = key(id);
        Ok(tried(id, || self.0.get(&key).boxed()).await?.into_stream())
    }

    /// Takes an object away; one that is not there is no fault.
    pub(super) async fn remove(&self, id: &str) -> Result<(), Fault> {
        let key = key(id);
        let there = |done| match done {
            Err(Error::NotFound { .. }) => Ok(()),
            done => done,
        };
        tried(id, || self.0.delete(&key).map(there).boxed()).await
    }

    /// Ids of all objects.
    pub(super) fn ids(&self) -> BoxStream<'static, Result<String>> {
        let name = |meta: object_store::ObjectMeta| meta.location.filename().unwrap_or_default().to_owned();
        self.0.list(None).map(move |meta| meta.map(name)).boxed()
    }
}

/// Does it again after a moment or two. Not left to `object_store`, which writes addresses to the log when it does that.
async fn tried<'a, T>(id: &str, work: impl Fn() -> BoxFuture<'a, Result<T>>) -> Result<T, Fault> {
    for pause in PAUSES {
        match work().await {
            Err(error) if !matches!(error, Error::NotFound { .. }) => tokio::time::sleep(pause).await,
            // Without the name: who knows an upload's id may write to it.
            done => return done.map_err(|error| Fault(error.to_string().replace(id, "…"))),
        }
    }
    work().await.map_err(|error| Fault(error.to_string().replace(id, "…")))
}

/// By its first two digits too, so that no folder holds a hundred thousand files.
fn key(id: &str) -> Key {
    Key::from(format!("{}/{id}", id.get(..2).unwrap_or_default()))
}

fn local(folder: &Path) -> Result<LocalFileSystem> {
    let failed = |source: std::io::Error| Error::Generic { store: "files", source: Box::new(source) };
    make_private(folder).map_err(failed)?;
    Ok(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true))
}

fn s3(files: &Files) -> Result<impl ObjectStore> {
    // reqwest is built without a provider of its own. A second call finds the first one's, which is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let plain = files.endpoint.starts_with("http://");
    let options = ClientOptions::new().with_timeout(REQUEST_MAX).with_allow_http(plain);
    let retry = RetryConfig { max_retries: 0, ..RetryConfig::default() };
    let mut builder = AmazonS3Builder::from_env()
        .with_client_options(options)
        .with_retry(retry)
        .with_bucket_name(&files.bucket)
        .with_region(&files.region);
    if !files.endpoint.is_empty() {
        builder = builder.with_endpoint(&files.endpoint);
    }
    builder.build()
}
