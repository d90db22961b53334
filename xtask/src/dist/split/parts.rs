//! The widget's module in its three parts: until home is on the screen (first), what answers a search (answers), the rest.
//!
//! It is cut between the rest and all before it, and what is before it once more. Each part imports things of the parts
//! before it and calls later ones through a table. Invariant: they start in this order. Not here: a cut (cut.rs).

use super::cut::{self, Seam};
use super::names::{self, GLUE, Names, plain_name};
use std::collections::{BTreeMap, BTreeSet};
use walrus::{ExportItem, FunctionId, Module};

/// Between what answers a search and the rest.
const REST: Seam = Seam { function: "f", table: "s", there: "l" };
/// Between the first part and what answers a search.
const ANSWERS: Seam = Seam { function: "e", table: "z", there: "a" };

/// In the names of functions: whose they are.
const OURS: &str = "klarna_help";
const ENGINE: &str = "klarna_help_search";
/// It comes with the rest.
const MEANING: &str = "klarna_help_search::meaning";

/// The parts.
pub struct Parts {
    pub first: Vec<u8>,
    pub answers: Vec<u8>,
    pub rest: Vec<u8>,
    pub names: Names,
    /// What the first part imports of the glue, by short name.
    pub imports: BTreeSet<String>,
    /// How many names of the lists no function has any more.
    pub gone: usize,
}

/// Cuts the module; `first` and `answers` are plain names of functions, `used` the exports that the glue uses.
pub fn cut(
    wasm: &[u8],
    first: &BTreeSet<String>,
    answers: &BTreeSet<String>,
    used: &BTreeSet<String>,
) -> Result<Parts, String> {
    let mut whole = names::parse(wasm)?;
    let names = names::shorten(&mut whole, used)?;
    let both = &(first | answers) | &called(&whole, answers);
    let outer = cut::cut(&whole.emit_wasm(), &both, &REST, None)?;
    let inner = cut::cut(&outer.first, first, &ANSWERS, Some(&REST))?;
    let [mut first, mut answers, mut rest] =
        [names::parse(&inner.first)?, names::parse(&inner.rest)?, names::parse(&outer.rest)?];
    let given = sorted(&mut first, "");
    imported(&mut answers, &given);
    let also_given = sorted(&mut answers, "$");
    imported(&mut rest, &given.into_iter().chain(also_given).collect());
    let imports = first.imports.iter().filter(|import| import.module == GLUE);
    let imports = imports.map(|import| import.name.clone()).collect();
    Ok(Parts {
        first: first.emit_wasm(),
        answers: answers.emit_wasm(),
        rest: rest.emit_wasm(),
        names,
        imports,
        gone: outer.gone,
    })
}

/// Gives what a module gives to later parts names of one length, in the order of its functions (wasm-opt's, by name), so
/// that the list of exports compresses. Answers the names before and after.
fn sorted(module: &mut Module, prefix: &str) -> BTreeMap<String, String> {
    let is_given = |name: &str| REST.gives(name) || ANSWERS.gives(name);
    let mut given = Vec::new();
    for export in module.exports.iter().filter(|export| is_given(&export.name)) {
        if let ExportItem::Function(function) = export.item {
            let called = module.funcs.get(function).name.clone();
            given.push((called, export.name.clone(), export.id(), function));
        }
    }
    given.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    let mut names = BTreeMap::new();
    for ((_, before, id, function), number) in given.into_iter().zip(0..) {
        let letter = |number: u32| char::from_digit(number % 36, 36).unwrap_or_default();
        let high = char::from(b'A' + (number / 36) as u8);
        let name = format!("{prefix}{high}{}", letter(number));
        module.exports.delete(id);
        module.exports.add(&name, function);
        names.insert(before, name);
    }
    names
}

/// The same names where the module imports them.
fn imported(module: &mut Module, names: &BTreeMap<String, String>) {
    for import in module.imports.iter_mut().filter(|import| import.module == cut::FIRST) {
        if let Some(name) = names.get(&import.name) {
            import.name = name.clone();
        }
    }
}

/// What functions on the list call, and what that calls, as far as it is the search engine or nobody's of ours: which of it
/// runs depends on what somebody types, and no profile types everything.
fn called(module: &Module, list: &BTreeSet<String>) -> BTreeSet<String> {
    let name = |id: FunctionId| module.funcs.get(id).name.as_deref().map(plain_name).unwrap_or_default();
    let may = |name: &str| !name.contains(OURS) || name.contains(ENGINE) && !name.contains(MEANING);
    let locals: BTreeSet<FunctionId> = module.funcs.iter_local().map(|(id, _)| id).collect();
    let mut open: Vec<FunctionId> = locals.iter().copied().filter(|id| list.contains(&name(*id))).collect();
    let mut seen: BTreeSet<FunctionId> = BTreeSet::new();
    while let Some(id) = open.pop() {
        let may = |id: &FunctionId| locals.contains(id) && may(&name(*id));
        let new = cut::named_in(module, id).into_iter().filter(may);
        open.extend(new.filter(|id| seen.insert(*id)));
    }
    seen.into_iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{FunctionBuilder, ModuleConfig};

    /// A function too large to be copied that calls others.
    fn large(module: &mut Module, name: &str, calls: &[FunctionId]) -> FunctionId {
        let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
        function.name(name.to_owned());
        let mut body = function.func_body();
        for number in 0..40 {
            body.i32_const(number).drop();
        }
        for call in calls {
            body.call(*call);
        }
        function.finish(Vec::new(), &mut module.funcs)
    }

    fn names(list: &[&str]) -> BTreeSet<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    fn given(module: &Module) -> BTreeSet<String> {
        module.exports.iter().map(|export| export.name.clone()).collect()
    }

    fn taken(module: &Module, from: &str) -> BTreeSet<String> {
        let imports = module.imports.iter().filter(|import| import.module == from);
        imports.map(|import| import.name.clone()).collect()
    }

    #[test]
    fn each_part_has_its_own_functions_and_imports_the_others_of_parts_before_it() {
        let mut module = Module::with_config(ModuleConfig::new());
        let nothing = module.types.add(&[], &[]);
        let (now, _) = module.add_import_func("./a_bg.js", "now", nothing);
        let (later, _) = module.add_import_func("./a_bg.js", "later", nothing);
        let helper = large(&mut module, "helper", &[now]);
        let engine = large(&mut module, "klarna_help_search::unheard_of", &[helper]);
        let find = large(&mut module, "find", &[helper, engine]);
        let read = large(&mut module, "read", &[helper, find, later]);
        let home = large(&mut module, "home", &[helper, find, read]);
        module.exports.add("mount", home);
        module.exports.add("unused", read);

        let lists = (names(&["home", "helper", "gone"]), names(&["find"]));
        let parts = cut(&module.emit_wasm(), &lists.0, &lists.1, &names(&["mount"])).unwrap();
        assert_eq!((parts.gone, parts.names.exports.len(), parts.imports.len()), (1, 1, 1));
        let [first, answers, rest] =
            [&parts.first, &parts.answers, &parts.rest].map(|part| names::parse(part).unwrap());
        let has = |module: &Module, name: &str| {
            let mut functions = module.funcs.iter_local();
            functions.any(|(id, _)| module.funcs.get(id).name.as_deref() == Some(name))
        };
        assert!(has(&first, "home") && has(&first, "helper") && !has(&first, "find"));
        assert!(has(&answers, "find") && has(&answers, "klarna_help_search::unheard_of"));
        assert!(has(&rest, "read") && !has(&rest, "find") && !has(&rest, "helper"));

        assert!(taken(&answers, cut::FIRST).is_subset(&given(&first)));
        assert!(taken(&rest, cut::FIRST).is_subset(&(&given(&first) | &given(&answers))));
        assert!(given(&first).is_disjoint(&given(&answers)), "one of them would hide the other");
        assert!(!taken(&rest, cut::FIRST).is_subset(&given(&first)), "find is given by the part that has it");
        // Each asks for the part after it.
        assert_eq!([&first, &answers, &rest].map(|part| taken(part, cut::LOADER).len()), [1, 1, 0]);
    }
}
