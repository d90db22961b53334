//! The glue for a module in two parts: short names for what it gives them, and a way to fetch the second.
//!
//! wasm-bindgen's text is edited where it is known to be; where it is not as known, that is an error and not a guess.

use std::collections::BTreeMap;

/// What is added: `loadRest` for the app's own scripts, and `restNow` for a stub that is called too early.
const REST: &str = include_str!("rest.js");

/// Joins: answers the new text, or what could not be found in the old.
pub fn join(glue: &str, renamed: &BTreeMap<String, String>) -> Result<String, String> {
    let mut text = glue.to_owned();
    for (before, after) in renamed {
        text = replaced(&text, &format!(" {before}: "), &format!(" {after}: "))?;
    }
    text = replaced(&text, ": import0,", ": import0, kh: { r: restNow },")?;
    text =
        replaced(&text, "export { initSync, __wbg_init as default };", "export { __wbg_init as default };")?;
    // Advice for whoever calls the glue wrongly: nobody does.
    let kept = text.lines().filter(|line| !line.trim_start().starts_with("console.warn("));
    Ok(kept.collect::<Vec<_>>().join("\n") + "\n" + REST)
}

/// Replaces what must be there exactly once.
fn replaced(text: &str, from: &str, to: &str) -> Result<String, String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => Err(format!("`{}` is there {count} times", from.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "function __wbg_get_imports() {\n const import0 = {\n __wbg_now_12ab: function() {},\n };\n \
        return { \"./a_bg.js\": import0, };\n}\n console.warn('x');\nexport { initSync, __wbg_init as default };\n";

    #[test]
    fn names_become_short_and_the_rest_can_be_fetched() {
        let renamed = BTreeMap::from([("__wbg_now_12ab".to_owned(), "i0".to_owned())]);
        let joined = join(GLUE, &renamed).unwrap();
        assert!(joined.contains(" i0: function() {}") && !joined.contains("__wbg_now"), "{joined}");
        assert!(
            joined.contains("kh: { r: restNow }") && joined.contains("export async function loadRest"),
            "{joined}"
        );
        assert!(!joined.contains("initSync") && !joined.contains("console.warn"), "{joined}");
    }

    #[test]
    fn another_glue_than_the_known_one_is_refused() {
        let renamed = BTreeMap::from([("__wbg_gone_12ab".to_owned(), "i0".to_owned())]);
        assert!(join(GLUE, &renamed).unwrap_err().contains("__wbg_gone_12ab"));
        assert!(join("", &BTreeMap::new()).unwrap_err().contains("import0"));
    }
}
