//! Which pieces of the glue only the rest needs, and what of the first part's they lean on.
//!
//! A piece is a function that the modules import, or one of the glue's own at its top. It stays unless it is known to be
//! safe to move: what uses the glue's state stays beside it. Not here: the glue's form (glue.rs), its words (script.rs).

use super::glue::IMPORTS;
use super::script::{Kind, Statement, Token};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The first part's exports: set once, before anything is called.
const WASM: &str = "wasm";
/// How long what was passed last is. A piece that is moved asks for it.
const LENGTH: &str = "WASM_VECTOR_LEN";

/// Where a piece stands, in numbers of tokens.
type Place = Range<usize>;

/// What moves, and what it is to be given.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Moved<'a> {
    /// Imported functions, by name.
    pub imports: BTreeSet<&'a str>,
    /// The glue's own functions.
    pub functions: Vec<Place>,
    /// Names of the glue that they use.
    pub given: BTreeSet<&'a str>,
}

impl Moved<'_> {
    /// The arguments, and the parameters they go to, both in the same order.
    pub fn arguments(&self) -> (String, String) {
        let argument =
            |name: &&str| if *name == LENGTH { format!("() => {name}") } else { (*name).to_owned() };
        let arguments: Vec<_> = self.given.iter().map(argument).collect();
        let parameters: Vec<_> = self.given.iter().copied().collect();
        (arguments.join(", "), parameters.join(", "))
    }
}

/// Chooses; `imports` are all imported functions, `kept` those that the first module imports.
pub fn choose<'a>(
    tokens: &[Token<'a>],
    statements: &[Statement<'a>],
    imports: &[(&'a str, Place)],
    kept: &BTreeSet<&str>,
) -> Moved<'a> {
    let glue = Glue::new(tokens, statements);
    let mut moved = Moved::default();
    let mut open = Vec::new();
    let mut staying = glue.fixed();
    for (name, place) in imports {
        let uses = glue.uses(place);
        if kept.contains(name) || is_intrinsic(name) || glue.is_bound(place) {
            staying.extend(uses);
        } else {
            moved.imports.insert(*name);
            open.extend(uses);
        }
    }
    let staying = glue.reached(staying);
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name) {
            continue;
        }
        match glue.functions.get(name) {
            Some(place) if !staying.contains(name) => {
                moved.functions.push(place.clone());
                open.extend(glue.uses(place));
            }
            _ => {
                moved.given.insert(name);
            }
        }
    }
    moved.functions.sort_by_key(|place| place.start);
    moved
}

/// Whether an import is wasm-bindgen's own (is it a string, are they equal) and not the browser's. Which function calls those
/// is the compiler's whim: one that is called a moment too early must not fail for it.
fn is_intrinsic(name: &str) -> bool {
    name.starts_with("__wbindgen_") || name.starts_with("__wbg___wbindgen_")
}

/// The text of a moved piece.
pub fn text(source: &str, tokens: &[Token], place: &Place) -> String {
    let tokens = tokens.get(place.clone()).unwrap_or_default();
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return String::new() };
    let mut text = String::new();
    let mut at = first.at.start;
    for token in tokens.iter().filter(|token| token.is(LENGTH)) {
        text += source.get(at..token.at.end).unwrap_or_default();
        text += "()";
        at = token.at.end;
    }
    text + source.get(at..last.at.end).unwrap_or_default()
}

/// The glue by what it declares at its top.
struct Glue<'a, 't> {
    tokens: &'t [Token<'a>],
    statements: &'t [Statement<'a>],
    names: BTreeSet<&'a str>,
    /// Names whose value changes.
    state: BTreeSet<&'a str>,
    /// Functions that could stand elsewhere.
    functions: BTreeMap<&'a str, Place>,
}

impl<'a, 't> Glue<'a, 't> {
    fn new(tokens: &'t [Token<'a>], statements: &'t [Statement<'a>]) -> Self {
        let declared = |keyword: &'static str| {
            statements
                .iter()
                .filter(move |s| keyword.is_empty() || s.keyword == keyword)
                .flat_map(|s| &s.names)
        };
        let mut glue = Glue {
            tokens,
            statements,
            names: declared("").copied().collect(),
            state: declared("let").copied().collect(),
            functions: BTreeMap::new(),
        };
        let plain = |s: &&Statement| tokens.get(s.tokens.start).is_some_and(|token| token.is("function"));
        for statement in statements.iter().filter(plain) {
            let place = statement.tokens.clone();
            // The one with the imports is what is taken apart.
            if let Some(name) =
                statement.names.first().filter(|name| **name != IMPORTS && !glue.is_bound(&place))
            {
                glue.functions.insert(*name, place);
            }
        }
        glue
    }

    /// What is used by all that cannot move, but for the imported functions.
    fn fixed(&self) -> BTreeSet<&'a str> {
        let movable = |s: &&Statement| s.names.first().is_some_and(|name| self.functions.contains_key(name));
        let fixed = self.statements.iter().filter(|s| !movable(s) && !s.names.contains(&IMPORTS));
        fixed.flat_map(|statement| self.uses(&statement.tokens)).collect()
    }

    /// Names of the glue's top that a piece uses. (One of its own by the same name counts too: then something stays that
    /// might have moved.)
    fn uses(&self, place: &Place) -> BTreeSet<&'a str> {
        let words = place.clone().filter_map(|at| {
            let token = self.tokens.get(at).filter(|token| token.kind == Kind::Word)?;
            let member = at.checked_sub(1).and_then(|at| self.tokens.get(at)).is_some_and(|t| t.is("."));
            self.names.get(token.text).copied().filter(|_| !member)
        });
        words.collect()
    }

    /// These, and all that they use in turn.
    fn reached(&self, mut open: BTreeSet<&'a str>) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        while let Some(name) = open.pop_first() {
            if let (true, Some(place)) = (reached.insert(name), self.functions.get(name)) {
                open.extend(self.uses(place));
            }
        }
        reached
    }

    /// Whether a piece must stay: it uses what changes, other than to read the length of what was passed last.
    fn is_bound(&self, place: &Place) -> bool {
        let uses = self.uses(place);
        let changing = uses.iter().any(|name| ![WASM, LENGTH].contains(name) && self.state.contains(name));
        let tokens = self.tokens.get(place.clone()).unwrap_or_default();
        changing
            || tokens.windows(2).any(
                |pair| matches!(pair, [name, sign] if [WASM, LENGTH].contains(&name.text) && sign.is("=")),
            )
    }
}
