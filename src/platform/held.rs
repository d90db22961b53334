//! Bytes of files that wait to be sent, by the id that the state knows them by. They live as long as the page.

use klarna_help_state::Chosen;
use std::cell::RefCell;
use web_sys::{Blob, File};

thread_local! {
    /// In the browser there is one thread, and ids are numbers of chance: two widgets on a page do not meet here.
    static HELD: RefCell<Vec<Held>> = const { RefCell::new(Vec::new()) };
}

struct Held {
    id: u32,
    bytes: Blob,
    /// Whether the device keeps them too.
    kept: bool,
}

/// Takes files in.
pub(crate) fn hold(files: Vec<File>) -> Vec<Chosen> {
    let one = |file: File| {
        let id = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        let chosen = Chosen { id, name: file.name(), size: file.size() as i64 };
        put(id, file.into());
        chosen
    };
    files.into_iter().map(one).collect()
}

/// Puts bytes in the place of those before.
pub(crate) fn put(id: u32, bytes: Blob) {
    release(&[id]);
    HELD.with_borrow_mut(|held| held.push(Held { id, bytes, kept: false }));
}

/// The bytes, if they are here.
pub(crate) fn get(id: u32) -> Option<Blob> {
    HELD.with_borrow(|held| held.iter().find(|one| one.id == id).map(|one| one.bytes.clone()))
}

/// Lets bytes go.
pub(crate) fn release(ids: &[u32]) {
    HELD.with_borrow_mut(|held| held.retain(|one| !ids.contains(&one.id)));
}

/// The bytes, if the device is to keep them and does not yet: asked for once.
pub(crate) fn to_keep(id: u32) -> Option<Blob> {
    HELD.with_borrow_mut(|held| {
        let one = held.iter_mut().find(|one| one.id == id && !one.kept)?;
        one.kept = true;
        Some(one.bytes.clone())
    })
}

/// The device keeps none of them any more.
pub(crate) fn unkeep() {
    HELD.with_borrow_mut(|held| held.iter_mut().for_each(|one| one.kept = false));
}
