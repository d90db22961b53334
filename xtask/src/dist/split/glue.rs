//! The glue for a module in parts: what the first needs, with a way to fetch the others; and what only those need.
//!
//! wasm-bindgen's text is edited where it is known to be; where it is not as known, that is an error and not a guess.
//! Not here: which pieces move (moved.rs), JavaScript's words (script.rs).

use super::cut::LOADER;
use super::moved::{self, Moved};
use super::names::{GLUE, Names};
use super::script::{self, Kind, Token};
use std::collections::BTreeSet;
use std::ops::Range;

/// What is added to the first part's: `loadRest` for the app's own scripts, and `now` for a stub that is called too early.
const FIRST: &str = include_str!("first.js");
/// What is put before what only the later parts need.
const LATER: &str = include_str!("later.js");
/// In it, the place of what the later parts' glue is given.
const SHARED: &str = "__KH_SHARED__";
/// What the glue says of an answer that is no module. The browser has written address and reason to the console by then.
const ADVICE: &str = "failed to fetch Wasm: ${module.status} ${module.statusText} fetching '${module.url}'";

/// The function that makes the imports.
pub const IMPORTS: &str = "__wbg_get_imports";
const OBJECT: [&str; 9] = ["function", IMPORTS, "(", ")", "{", "const", "import0", "=", "{"];

/// Scripts.
#[derive(Debug, PartialEq, Eq)]
pub struct Joined {
    pub first: String,
    pub later: String,
}

/// Every export of the module that the glue names.
pub fn exports(glue: &str) -> Result<BTreeSet<String>, String> {
    let tokens = script::tokens(glue)?;
    Ok(of_wasm(&tokens).map(|token| token.text.to_owned()).collect())
}

/// The glue in two, or what could not be found in it. `first` are the imports of the first module, by short name.
pub fn join(glue: &str, names: &Names, first: &BTreeSet<String>) -> Result<Joined, String> {
    let text = with_short_exports(glue, names)?;
    let tokens = script::tokens(&text)?;
    let statements = script::statements(&tokens)?;
    let object = object(&tokens)?;
    let imports = imports(&tokens, object.clone())?;
    if let Some(gone) = names.imports.keys().find(|known| !imports.iter().any(|(name, _)| known == name)) {
        return Err(format!("`{gone}` is not among the imports"));
    }
    let mut kept = BTreeSet::new();
    for (name, _) in &imports {
        let short = names.imports.get(*name).ok_or_else(|| format!("the module imports no `{name}`"))?;
        if first.contains(short) {
            kept.insert(*name);
        }
    }
    let moved = moved::choose(&tokens, &statements, &imports, &kept);

    let short = |name: &str| names.imports.get(name).cloned().unwrap_or_default();
    let source = |place: &Range<usize>| {
        let at = tokens.get(place.start).map(|token| token.at.start).unwrap_or_default();
        let end = place.end.checked_sub(1).and_then(|last| tokens.get(last));
        text.get(at..end.map(|token| token.at.end).unwrap_or_default()).unwrap_or_default()
    };
    let (mut here, mut there) = (String::new(), String::new());
    for (name, place) in &imports {
        if moved.imports.contains(name) {
            there += &format!("{}: {},\n", short(name), moved::text(&text, &tokens, place));
        } else {
            here += &format!("{}: {},\n", short(name), source(place));
        }
    }
    let bytes = |place: &Range<usize>| {
        let at = |number: usize| tokens.get(number).map(|token| token.at.clone()).unwrap_or_default();
        at(place.start).start..at(place.end - 1).end
    };
    let mut edits: Vec<(Range<usize>, String)> =
        moved.functions.iter().map(|place| (bytes(place), String::new())).collect();
    edits.push((bytes(&object), format!("{{ __proto__: null,\n{here}}}")));
    let mut joined = edited(&text, edits);
    joined = replaced(
        &joined,
        &format!("\"{}\": import0,", names.module),
        &format!("{GLUE}: import0, {LOADER}: {{ r: () => now(ANSWERS, wasm.a) }},"),
    )?;
    joined = replaced(
        &joined,
        "export { initSync, __wbg_init as default };",
        "export { __wbg_init as default };",
    )?;
    // Advice for whoever calls the glue wrongly: nobody does.
    let joined = joined.replace(ADVICE, "${module.status}");
    let lines = joined.lines().filter(|line| !line.trim_start().starts_with("console.warn("));
    let (arguments, parameters) = moved.arguments();
    let first = lines.collect::<Vec<_>>().join("\n") + "\n" + &replaced(FIRST, SHARED, &arguments)?;
    Ok(Joined { first, later: later(&text, &tokens, &moved, &parameters, &there) })
}

fn later(text: &str, tokens: &[Token], moved: &Moved, parameters: &str, imports: &str) -> String {
    let functions: String =
        moved.functions.iter().map(|place| moved::text(text, tokens, place) + "\n").collect();
    format!(
        "{LATER}export default ({parameters}) => {{\n{functions}return {{ __proto__: null,\n{imports}}};\n}};\n"
    )
}

/// The names in `wasm.name`.
fn of_wasm<'a, 't>(tokens: &'t [Token<'a>]) -> impl Iterator<Item = &'t Token<'a>> {
    tokens.windows(3).filter_map(|three| match three {
        [object, dot, name] if object.is("wasm") && dot.is(".") && name.kind == Kind::Word => Some(name),
        _ => None,
    })
}

fn with_short_exports(glue: &str, names: &Names) -> Result<String, String> {
    let mut edits = Vec::new();
    for token in of_wasm(&script::tokens(glue)?) {
        let short = names.exports.get(token.text);
        let short = short.ok_or_else(|| format!("the module exports no `{}`", token.text))?;
        edits.push((token.at.clone(), short.clone()));
    }
    Ok(edited(glue, edits))
}

/// Where the object of imports stands: from its first brace to its last.
fn object(tokens: &[Token]) -> Result<Range<usize>, String> {
    let unknown = || format!("`{}` is not there once", OBJECT.join(" "));
    let is_it = |window: &[Token]| window.iter().zip(OBJECT).all(|(token, text)| token.is(text));
    let mut found = tokens.windows(OBJECT.len()).zip(0..).filter(|(window, _)| is_it(window));
    let (Some((_, at)), None) = (found.next(), found.next()) else { return Err(unknown()) };
    let open = at + OBJECT.len() - 1;
    Ok(open..open + script::bracketed(tokens, open).ok_or_else(unknown)?)
}

/// Each function in the object of imports: its name, and where its text stands.
fn imports<'a>(tokens: &[Token<'a>], object: Range<usize>) -> Result<Vec<(&'a str, Range<usize>)>, String> {
    let mut imports = Vec::new();
    let mut at = object.start + 1;
    while at + 1 < object.end {
        let name = match tokens.get(at..at + 2) {
            Some([name, colon]) if name.kind == Kind::Word && colon.is(":") => name.text,
            _ => return Err("an import is not `name: …`".to_owned()),
        };
        let value = at + 2;
        at = value;
        while tokens.get(at).is_some_and(|token| !token.is(",")) && at + 1 < object.end {
            at += script::bracketed(tokens, at).unwrap_or(1);
        }
        if name != "__proto__" {
            imports.push((name, value..at));
        }
        at += 1;
    }
    Ok(imports)
}

/// With each of these stretches replaced; no two overlap.
fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let (mut new, mut at) = (String::new(), 0);
    for (range, with) in edits {
        new += text.get(at..range.start).unwrap_or_default();
        new += &with;
        at = range.end;
    }
    new + text.get(at..).unwrap_or_default()
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

    /// As wasm-bindgen 0.2.130 writes it, in small.
    const WHOLE: &str = r#"export function mount(root) {
    wasm.mount(root);
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_now_12ab: function() {
            const ret = decode(Date.now());
            return ret;
        },
        __wbg_key_34cd: function() { return handleError(function (arg0, arg1) {
            const ptr1 = pass(arg1.list, wasm.__wbindgen_malloc); // of "both", and `alone`
            rare(arg0, ptr1, WASM_VECTOR_LEN);
        }, arguments); },
        __wbg_count_56ef: function() {
            return counted;
        },
        __wbg___wbindgen_is_null_78ab: function(arg0) {
            return arg0 === null;
        },
    };
    return {
        __proto__: null,
        "./a_bg.js": import0,
    };
}
const HANDLES = new Map();
function decode(x) {
    return x;
}
function handleError(f, args) {
    return f.apply(this, args);
}
function pass(list, malloc) {
    WASM_VECTOR_LEN = list.length;
    return malloc(WASM_VECTOR_LEN);
}
function rare(a, b, c) {
    HANDLES.set(decode(a), rarer(b + c));
}
function rarer(x) {
    return x.rare;
}
let WASM_VECTOR_LEN = 0;
let counted = 0;
let wasm;
async function __wbg_init(module) {
    wasm = module;
    console.warn('x');
    wasm.__wbindgen_start(__wbg_get_imports());
}
export { initSync, __wbg_init as default };
"#;

    fn named(imports: &[&str]) -> Names {
        let short = |letter: &str, names: &[&str]| {
            names
                .iter()
                .zip(0..)
                .map(|(name, number)| ((*name).to_owned(), format!("{letter}{number}")))
                .collect()
        };
        Names {
            module: "./a_bg.js".to_owned(),
            imports: short("i", imports),
            exports: short("x", &["mount", "__wbindgen_malloc", "__wbindgen_start"]),
        }
    }

    fn names() -> Names {
        named(&["__wbg_now_12ab", "__wbg_key_34cd", "__wbg_count_56ef", "__wbg___wbindgen_is_null_78ab"])
    }

    fn joined(first: &[&str]) -> Joined {
        join(WHOLE, &names(), &first.iter().map(|name| (*name).to_owned()).collect()).unwrap()
    }

    #[test]
    fn names_become_short_and_the_rest_can_be_fetched() {
        let Joined { first, .. } = joined(&["i0"]);
        assert!(first.contains("i0: function()") && !first.contains("__wbg_now"), "{first}");
        assert!(first.contains("wasm.x0(root)") && !first.contains("wasm.mount"), "{first}");
        assert!(first.contains("w: import0, kh: { r: () => now(ANSWERS, wasm.a) },"), "{first}");
        assert!(first.contains("export async function loadRest") && !first.contains(SHARED), "{first}");
        assert!(!first.contains("initSync") && !first.contains("console.warn"), "{first}");
        assert_eq!(
            exports(WHOLE).unwrap().into_iter().collect::<Vec<_>>(),
            ["__wbindgen_malloc", "__wbindgen_start", "mount"]
        );
    }

    #[test]
    fn what_only_the_rest_needs_moves_with_what_only_that_needs() {
        let Joined { first, later: rest } = joined(&["i0"]);
        assert!(rest.contains("i1: function()") && !first.contains("i1:"), "{rest}");
        for function in ["function rare(", "function rarer(", "function handleError("] {
            assert!(rest.contains(function) && !first.contains(function), "{function}: {rest}");
        }
        // The length is the first part's, and is asked for when it is needed.
        assert!(rest.contains("rare(arg0, ptr1, WASM_VECTOR_LEN());"), "{rest}");
        assert!(first.contains("default(HANDLES, () => WASM_VECTOR_LEN, decode, pass, wasm)"), "{first}");
        assert!(
            rest.contains("\nexport default (HANDLES, WASM_VECTOR_LEN, decode, pass, wasm) =>"),
            "{rest}"
        );
        // In both parts names are the module's.
        assert!(rest.contains("pass(arg1.list, wasm.x1)"), "{rest}");
    }

    #[test]
    fn what_keeps_or_changes_the_glues_state_stays_beside_it_and_so_do_intrinsics() {
        let Joined { first, later: rest } = joined(&[]);
        assert!(first.contains("i3: function(arg0)") && !rest.contains("i3:"), "{first}");
        assert!(first.contains("i2: function()") && !rest.contains("i2:"), "{first}");
        assert!(first.contains("function pass(") && !rest.contains("function pass("), "{rest}");
        assert!(rest.contains("function decode("), "{rest}");
    }

    #[test]
    fn what_the_first_part_imports_too_stays_with_what_it_uses() {
        let Joined { first, later: rest } = joined(&["i0", "i1", "i2"]);
        assert!(first.contains("function rarer(") && first.contains("default()"), "{first}");
        assert!(rest.ends_with("}\nexport default () => {\nreturn { __proto__: null,\n};\n};\n"), "{rest}");
    }

    #[test]
    fn another_glue_than_the_known_one_is_refused() {
        let check = |text: &str, names: &Names, says: &str| {
            let refused = join(text, names, &BTreeSet::new()).unwrap_err();
            assert!(refused.contains(says), "{refused}");
        };
        let edited = |from: &str, to: &str| replaced(WHOLE, from, to).unwrap();
        let known =
            &["__wbg_now_12ab", "__wbg_key_34cd", "__wbg_count_56ef", "__wbg___wbindgen_is_null_78ab"];
        check(WHOLE, &named(&[known.as_slice(), &["__wbg_gone_12ab"]].concat()), "__wbg_gone_12ab");
        check(WHOLE, &named(&known[..3]), "imports no `__wbg___wbindgen_is_null_78ab`");
        check(&edited("const import0 = {", "const imports = {"), &names(), "import0");
        check(&edited("\"./a_bg.js\": import0", "...import0"), &names(), "a_bg.js");
        check(&edited("__wbg_now_12ab: function()", "__wbg_now_12ab()"), &names(), "name: …");
        check(&edited("wasm.mount", "wasm.unmount"), &names(), "exports no `unmount`");
        check(&edited("export { initSync, ", "export { "), &names(), "export { initSync");
        check("", &names(), "import0");
    }
}
