//! Trunk's page becomes the frame document's template: nothing inline, one sheet, the portal's tokens in their places.
//!
//! The frame's policy is `default-src 'none'` without `'unsafe-inline'`: what would not run there is refused here,
//! at build time, with the reason. Not here: names and contents of the files it loads (assets.rs).

use super::html::{self, Tag};
use crate::failure::{Failure, Outcome};

/// Stands where the address of Trunk's start script, now a file of its own, will be.
pub const INIT: &str = "__XTASK_INIT__";
/// Stands where the address of the one sheet will be.
pub const SHEET: &str = "__XTASK_SHEET__";

/// Marks, in index.html, a sheet that home does not need.
const LATER: &str = "data-kh-later";

/// The template and what was taken out of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// With [`INIT`] and [`SHEET`] in it, and Trunk's addresses.
    pub html: String,
    /// The module script that Trunk wrote inline.
    pub init: String,
    /// Addresses of the style sheets, in order.
    pub sheets: Vec<String>,
    /// Those that come with the rest of the app: marked with [`LATER`].
    pub later: Vec<String>,
}

/// Takes Trunk's `index.html` apart.
pub fn take_apart(index: &str) -> Outcome<Page> {
    let index = html::squeeze(index);
    let (mut init, mut sheets, mut later, mut edits) = (None, Vec::new(), Vec::new(), Vec::new());
    for mut tag in html::tags(&index) {
        refuse_inline_style_and_handlers(&tag)?;
        if tag.name == "script" && tag.attribute("src").is_none() {
            if init.replace(inline_module(&tag)?).is_some() {
                return Err(Failure::new("index.html has more than one inline script")
                    .next("the frame's policy allows none; only Trunk's own is moved to a file"));
            }
            edits.push((tag.whole, format!(r#"<script type="module" src="{INIT}"></script>"#)));
        } else if tag.name == "link" && tag.attribute("rel") == Some("stylesheet") {
            let address = tag.attribute("href").unwrap_or_default().to_owned();
            let first = sheets.is_empty();
            let list = if tag.attribute(LATER).is_some() { &mut later } else { &mut sheets };
            list.push(address);
            let link = format!(r#"<link rel="stylesheet" href="{SHEET}">"#);
            edits.push((tag.whole, if first && !sheets.is_empty() { link } else { String::new() }));
        } else {
            // Contents are minified after Trunk hashed them. The files are same-origin and named by their
            // content, so `integrity` would say nothing new, in bytes that do not compress.
            let before = tag.attributes.len();
            tag.attributes.retain(|(key, _)| key != "integrity" && key != "data-integrity");
            if tag.attributes.len() != before {
                edits.push((tag.start.clone(), tag.write()));
            }
        }
    }
    let init = init.ok_or_else(|| {
        Failure::new("Trunk's page has no start script")
            .next("index.html needs `<link data-trunk rel=\"rust\" …>` in its head")
    })?;
    if sheets.is_empty() {
        return Err(Failure::new("the page has no style sheet")
            .next("index.html needs `<link data-trunk rel=\"css\" href=\"styles/….css\">`"));
    }
    Ok(Page { html: html::squeeze(&with_tokens(&html::replace(&index, edits))), init, sheets, later })
}

fn inline_module(tag: &Tag) -> Outcome<String> {
    match tag.attribute("type") {
        Some("module") => Ok(tag.text.clone()),
        _ => Err(Failure::new("index.html has an inline script, which the frame's policy forbids")
            .next("make it a file: <script data-trunk src=\"loader/….js\"></script>")),
    }
}

fn refuse_inline_style_and_handlers(tag: &Tag) -> Outcome {
    let attribute = tag
        .attributes
        .iter()
        .map(|(key, _)| key.as_str())
        .find(|key| *key == "style" || key.starts_with("on"));
    if tag.name == "style" {
        return Err(Failure::new("index.html has a <style>, which the frame's policy forbids")
            .next("make it a file under styles/ with its own <link data-trunk rel=\"css\">"));
    }
    match attribute {
        Some(key) => Err(Failure::new(format!(
            "<{}> in index.html has `{key}=`, which the frame's policy forbids",
            tag.name
        ))
        .next("a class in styles/, or a listener in loader/frame.js")),
        None => Ok(()),
    }
}

/// The places that the portal fills in for each request. index.html holds values for `trunk serve` there, or the
/// tokens themselves, or nothing: a frame without them would be in the wrong language or never start.
fn with_tokens(page: &str) -> String {
    let mut edits = Vec::new();
    let mut missing = vec![
        ("__KH_META__", r#"<meta name="kh-frame" content="__KH_META__">"#),
        ("__KH_PACK__", r#"<link rel="preload" as="fetch" crossorigin href="__KH_PACK__">"#),
    ];
    for mut tag in html::tags(page) {
        if tag.name == "html" {
            tag.set("lang", "__KH_LANG__");
            tag.set("dir", "__KH_DIR__");
            edits.push((tag.start.clone(), tag.write()));
        } else if tag.name == "meta" && tag.attribute("name") == Some("kh-frame") {
            tag.set("content", "__KH_META__");
            edits.push((tag.start.clone(), tag.write()));
            missing.retain(|(token, _)| *token != "__KH_META__");
        }
    }
    missing.retain(|(token, _)| !page.contains(token));
    if let Some(at) = page.find("</head>") {
        edits.push((at..at, missing.into_iter().map(|(_, element)| element).collect()));
    }
    html::replace(page, edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Trunk 0.21.14 writes it.
    const TRUNK: &str = r#"<!doctype html>
<html lang="__KH_LANG__" dir="__KH_DIR__">
<head>
  <!-- why -->
  <meta name="kh-frame" content="__KH_META__">
  <link rel="preload" as="fetch" crossorigin href="__KH_PACK__">
  <link rel="stylesheet" href="/assets/tokens-a5e8.css" data-integrity="none"/>
  <link rel="stylesheet" href="/assets/base-e093.css" integrity="sha384-x"/>
  <link rel="stylesheet" href="/assets/screens-894a.css" integrity="sha384-z" data-kh-later/>
  <script src="/assets/frame-79f1.js" data-integrity="none"></script>

<script type="module">
import init, * as bindings from '/assets/klarna-help-349b.js';
const wasm = await init({ module_or_path: '/assets/klarna-help-349b_bg.wasm' });
</script>
<link rel="modulepreload" href="/assets/klarna-help-349b.js" crossorigin="anonymous" integrity="sha384-y"></head>
<body><main></main></body></html>"#;

    #[test]
    fn nothing_inline_one_sheet_no_integrity() {
        let page = take_apart(TRUNK).unwrap();
        assert_eq!(
            page.html,
            r#"<!doctype html>
<html lang="__KH_LANG__" dir="__KH_DIR__">
<head>
<meta name="kh-frame" content="__KH_META__">
<link rel="preload" as="fetch" crossorigin href="__KH_PACK__">
<link rel="stylesheet" href="__XTASK_SHEET__">
<script src="/assets/frame-79f1.js"></script>
<script type="module" src="__XTASK_INIT__"></script>
<link rel="modulepreload" href="/assets/klarna-help-349b.js" crossorigin="anonymous"></head>
<body><main></main></body></html>"#
        );
        assert!(page.init.contains("await init(") && !page.init.contains('<'));
        assert_eq!(page.sheets, ["/assets/tokens-a5e8.css", "/assets/base-e093.css"]);
        assert_eq!(page.later, ["/assets/screens-894a.css"]);
    }

    #[test]
    fn values_for_development_become_tokens() {
        let page =
            TRUNK.replace(r#"lang="__KH_LANG__" dir="__KH_DIR__""#, r#"lang="en-GB" dir="ltr""#).replace(
                r#"<meta name="kh-frame" content="__KH_META__">"#,
                "<meta\nname=kh-frame\ncontent='{\"a\":1}' />",
            );
        assert_eq!(take_apart(&page).unwrap(), take_apart(TRUNK).unwrap());
    }

    #[test]
    fn missing_tokens_are_put_in() {
        let page = TRUNK
            .replace(r#" lang="__KH_LANG__" dir="__KH_DIR__""#, r#" lang="en""#)
            .replace(r#"<meta name="kh-frame" content="__KH_META__">"#, "")
            .replace(r#"<link rel="preload" as="fetch" crossorigin href="__KH_PACK__">"#, "");
        let html = take_apart(&page).unwrap().html;
        assert!(html.contains(r#"<html lang="__KH_LANG__" dir="__KH_DIR__">"#), "{html}");
        assert!(html.contains(
            r#"content="__KH_META__"><link rel="preload" as="fetch" crossorigin href="__KH_PACK__"></head>"#
        ));
    }

    #[test]
    fn what_the_policy_forbids_is_refused() {
        let check = |from: &str, to: &str, says: &str| {
            let failure = take_apart(&TRUNK.replace(from, to)).unwrap_err().to_string();
            assert!(failure.contains(says), "{failure}");
        };
        check("<main>", "<main style=\"color:red\">", "`style=`");
        check("<main>", "<main onclick='x()'>", "`onclick=`");
        check("<main>", "<style>p{}</style><main>", "<style>");
        check("<main>", "<script>x()</script><main>", "inline script");
        check("<main>", "<script type=module>x()</script><main>", "more than one");
        check("rel=\"stylesheet\"", "rel=\"other\"", "no style sheet");
    }
}
