//! The versions of tools that are not in a lock file of their own. npm's tools are pinned in `xtask/npm/`.

/// Builds the widget.
pub const TRUNK: &str = "0.21.14";
/// Must equal the `wasm-bindgen` that the widget is compiled with (a test below holds the two together).
pub const WASM_BINDGEN: &str = "0.2.130";
/// Firefox's driver: tests only.
pub const GECKODRIVER: &str = "0.37.0";
/// Oldest Node that terser and binaryen run on.
pub const NODE: u32 = 18;
/// Oldest Node that playwright-core and selenium-webdriver run on: end-to-end tests only.
pub const NODE_FOR_TESTS: u32 = 20;
/// The compile target of the widget.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

#[cfg(test)]
mod tests {
    #[test]
    fn the_cli_and_the_crate_are_one_version() {
        let manifest = include_str!("../../Cargo.toml");
        let pin = format!("wasm-bindgen = \"={}\"", super::WASM_BINDGEN);
        assert!(
            manifest.contains(&pin),
            "pins::WASM_BINDGEN and Cargo.toml differ: wasm-bindgen would refuse the module"
        );
    }
}
