//! Guards over the browser: each thing may be absent or refused, and none panics.

pub(crate) mod announcer;
pub(crate) mod blobs;
pub(crate) mod clipboard;
pub(crate) mod clock;
pub(crate) mod connection;
pub(crate) mod drafts;
pub(crate) mod focus;
pub(crate) mod held;
pub(crate) mod language;
pub(crate) mod locks;
pub(crate) mod near;
pub(crate) mod online;
pub(crate) mod pause;
pub(crate) mod pictures;
pub(crate) mod random;
pub(crate) mod recent;
pub(crate) mod reveal;
pub(crate) mod save;
pub(crate) mod storage;
pub(crate) mod wake;
