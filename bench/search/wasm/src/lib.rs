//! `crates/search` as a module of its own, compiled with the widget's profile, flags and allocator, so that a browser can
//! time it without a screen around it.

use klarna_help_search::Index;
use wasm_bindgen::prelude::wasm_bindgen;

// The allocator that the widget ships with.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// An index that was read.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine(Index);

#[wasm_bindgen]
impl Engine {
    /// Reads an index; damaged bytes give one of nothing.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Self {
        Self(Index::read(bytes).unwrap_or_else(|_| Index::empty()))
    }

    /// Numbers of documents, best first.
    pub fn search(&self, query: &str, most: u32) -> Vec<u32> {
        self.0.search(query, most as usize).hits.iter().map(|hit| hit.doc).collect()
    }
}
