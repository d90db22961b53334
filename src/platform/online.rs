//! Whether the browser believes that it has a network.

/// `true` when nobody knows better.
pub(crate) fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}
