//! What the browser says of the connection.

use js_sys::Reflect;

/// Whether the customer asked to be spared data (`navigator.connection.saveData`). `false` where the browser does not say.
pub(crate) fn saves_data() -> bool {
    let asked = || {
        let connection = Reflect::get(&web_sys::window()?.navigator(), &"connection".into()).ok()?;
        Reflect::get(&connection, &"saveData".into()).ok()?.as_bool()
    };
    asked().unwrap_or(false)
}
