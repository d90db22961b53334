//! The widget's module cut in two: what runs until the first answers are on the screen, and the rest.
//!
//! A shopper waits for the first part alone; the rest is fetched while they read. Which functions are in the first part
//! was found by running it (`cargo xtask split-profile` writes `first-open.txt`); a function that is in neither the
//! list nor the build is no harm, and one that is called before the rest has come fetches it there and then.
//!
//! How: both parts start as copies of the whole. In the first, each function of the rest that is still named there
//! becomes a stub that calls through a table; in the rest, each function of the first part, the memory, the tables and
//! the globals become imports. Not here: fetching the rest (glue.rs), making either part small (../split.rs).

use super::{table, words};
use std::collections::{BTreeMap, BTreeSet};
use walrus::ir::{self, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalKind,
    ImportKind, ImportedFunction, Module, ModuleConfig, RefType, ValType,
};

/// Import module of the rest: what the first part exports.
const FIRST: &str = "k";
/// Import module of the first part: the function that fetches the rest at once.
pub const LOADER: &str = "kh";
/// Import module of both: what the glue gives.
pub const GLUE: &str = "w";

/// Largest function, in instructions, of which the rest takes a copy instead of importing it.
const SMALL: u64 = 60;

/// The two parts.
pub struct Parts {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    pub names: Names,
    /// What the first part imports of the glue, by short name.
    pub imports: BTreeSet<String>,
    /// How many names of the list no function has any more.
    pub gone: usize,
}

/// What the glue and the module call each other's things, for short: (before, after).
#[derive(Debug, Default)]
pub struct Names {
    /// The import module that becomes [`GLUE`].
    pub module: String,
    pub imports: BTreeMap<String, String>,
    pub exports: BTreeMap<String, String>,
}

/// A function's name without what changes with each build: `<yew[5d5fa1aad83fd07]::Scope>` is `<yew::Scope>`.
pub fn plain_name(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut left = name;
    while let Some((before, after)) = left.split_once('[') {
        plain.push_str(before);
        let hash =
            after.find(']').filter(|end| *end >= 8 && after[..*end].bytes().all(|b| b.is_ascii_hexdigit()));
        left = match hash {
            Some(end) => &after[end + 1..],
            None => {
                plain.push('[');
                after
            }
        };
    }
    plain + left
}

/// Short names. An export that the glue does not use goes.
fn names(module: &Module, used: &BTreeSet<String>) -> Result<Names, String> {
    let mut names = Names::default();
    for (import, number) in module.imports.iter().zip(0..) {
        if number > 0 && import.module != names.module {
            return Err(format!("it imports from {} and {}", names.module, import.module));
        }
        names.module = import.module.clone();
        names.imports.insert(import.name.clone(), format!("i{number:x}"));
    }
    let exports = module.exports.iter().filter(|export| used.contains(&export.name));
    names.exports =
        exports.zip(0..).map(|(export, number)| (export.name.clone(), format!("x{number:x}"))).collect();
    Ok(names)
}

fn rename(module: &mut Module, names: &Names) {
    for import in module.imports.iter_mut() {
        if let Some(short) = names.imports.get(&import.name) {
            import.module = GLUE.to_owned();
            import.name = short.clone();
        }
    }
    for id in module.exports.iter().map(|export| export.id()).collect::<Vec<_>>() {
        match names.exports.get(&module.exports.get(id).name) {
            Some(short) => module.exports.get_mut(id).name = short.clone(),
            None => module.exports.delete(id),
        }
    }
}

fn parse(wasm: &[u8]) -> Result<Module, String> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(true).generate_producers_section(false);
    config.parse(wasm).map_err(|error| format!("{error:#}"))
}

/// The module with an exported flag for each function, that is set when it runs: (module, name of each flag's function).
pub fn instrument(wasm: &[u8]) -> Result<(Vec<u8>, Vec<String>), String> {
    let mut module = parse(wasm)?;
    let locals: Vec<FunctionId> = module.funcs.iter_local().map(|(id, _)| id).collect();
    let mut names = Vec::new();
    for id in locals {
        let flag = module.globals.add_local(ValType::I32, true, false, ConstExpr::Value(ir::Value::I32(0)));
        module.exports.add(&format!("hit{}", names.len()), flag);
        names.push(module.funcs.get(id).name.as_deref().map(plain_name).unwrap_or_default());
        if let FunctionKind::Local(function) = &mut module.funcs.get_mut(id).kind {
            function.builder_mut().func_body().const_at(0, ir::Value::I32(1)).global_set_at(1, flag);
        }
    }
    Ok((module.emit_wasm(), names))
}

/// Cuts a module; `keep` are plain names of functions for the first part, `used` the exports that the glue uses.
pub fn cut(wasm: &[u8], keep: &BTreeSet<String>, used: &BTreeSet<String>) -> Result<Parts, String> {
    let mut first = parse(wasm)?;
    let mut rest = parse(wasm)?;
    let mut kept = BTreeSet::new();
    let mut found = BTreeSet::new();
    for function in first.funcs.iter_local().map(|(id, _)| first.funcs.get(id)) {
        let name = function.name.as_deref().map(plain_name).and_then(|name| keep.get(&name));
        if let Some(name) = name {
            kept.insert(function.id());
            found.insert(name);
        }
    }
    let gone = keep.len() - found.len();
    let names = names(&first, used)?;
    rename(&mut first, &names);
    rename(&mut rest, &names);
    let places = table::places(&first);
    let late = table::take(&mut first, &mut kept);
    let slots = slots(&first, &kept);
    let shared = share(&mut first, &kept);
    // An item has the same number in both copies, and an identity of its own in each.
    let twins: BTreeMap<usize, FunctionId> = rest.funcs.iter().map(|f| (f.id().index(), f.id())).collect();
    let twin = |id: &FunctionId| twins.get(&id.index()).copied();
    let ours: BTreeMap<FunctionId, String> =
        shared.iter().filter_map(|(id, name)| Some((twin(id)?, name.clone()))).collect();
    let words = words::take(&mut first, &kept, places);
    let late = late.into_iter().filter_map(|(place, id)| Some((place, twin(&id)?))).collect();
    let own_table = table::of(&rest);
    make_rest(&mut rest, slots.iter().filter_map(twin).collect(), &ours);
    if let Some(own_table) = own_table {
        table::put(&mut rest, own_table, late);
    }
    words::put(&mut rest, words);
    stub(&mut first, &slots);
    walrus::passes::gc::run(&mut first);
    walrus::passes::gc::run(&mut rest);
    let imports = first.imports.iter().filter(|import| import.module == GLUE);
    let imports = imports.map(|import| import.name.clone()).collect();
    Ok(Parts { first: first.emit_wasm(), rest: rest.emit_wasm(), names, imports, gone })
}

/// Every function that a function's body names.
fn named_in(module: &Module, id: FunctionId) -> Vec<FunctionId> {
    struct Named(Vec<FunctionId>);
    impl ir::Visitor<'_> for Named {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.push(*id);
        }
    }
    let mut named = Named(Vec::new());
    if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
        dfs_in_order(&mut named, function, function.entry_block());
    }
    named.0
}

/// Functions of the rest that the first part names, in the order of the table between them: like beside like, so that
/// their stubs compress.
fn slots(module: &Module, kept: &BTreeSet<FunctionId>) -> Vec<FunctionId> {
    let mut named: Vec<FunctionId> = kept.iter().flat_map(|id| named_in(module, *id)).collect();
    for export in module.exports.iter() {
        if let ExportItem::Function(id) = export.item {
            named.push(id);
        }
    }
    for element in module.elements.iter() {
        match &element.items {
            ElementItems::Functions(ids) => named.extend(ids),
            ElementItems::Expressions(_, all) => {
                named.extend(all.iter().filter_map(|expression| match expression {
                    ConstExpr::RefFunc(id) => Some(*id),
                    _ => None,
                }))
            }
        }
    }
    named.extend(module.start);
    let is_rest =
        |id: &FunctionId| !kept.contains(id) && matches!(module.funcs.get(*id).kind, FunctionKind::Local(_));
    let unique: BTreeSet<FunctionId> = named.into_iter().filter(is_rest).collect();
    let mut slots: Vec<FunctionId> = unique.into_iter().collect();
    slots.sort_by_key(|id| (module.funcs.get(*id).ty().index(), id.index()));
    slots
}

/// Functions of the first part that the rest calls.
/// A small one is copied instead: its export would cost the first part more than a copy costs the rest.
fn called_from_rest(module: &Module, kept: &BTreeSet<FunctionId>) -> BTreeSet<FunctionId> {
    let mut open: Vec<FunctionId> =
        module.funcs.iter_local().map(|(id, _)| id).filter(|id| !kept.contains(id)).collect();
    let (mut seen, mut called) = (BTreeSet::new(), BTreeSet::new());
    while let Some(id) = open.pop() {
        for named in named_in(module, id) {
            if !kept.contains(&named) || !seen.insert(named) {
                continue;
            }
            if is_small(module, named) {
                open.push(named)
            } else {
                called.insert(named);
            }
        }
    }
    called
}

/// In instructions.
fn is_small(module: &Module, id: FunctionId) -> bool {
    matches!(&module.funcs.get(id).kind, FunctionKind::Local(function) if function.size() <= SMALL)
}

/// Exports what the rest needs of the first part; answers the functions' names there.
fn share(first: &mut Module, kept: &BTreeSet<FunctionId>) -> BTreeMap<FunctionId, String> {
    let called = called_from_rest(first, kept);
    let mut functions = BTreeMap::new();
    for (number, id) in called.into_iter().enumerate() {
        let name = format!("f{number:x}");
        first.exports.add(&name, id);
        functions.insert(id, name);
    }
    let memories: Vec<_> = first.memories.iter().map(|memory| memory.id()).collect();
    for (number, id) in memories.into_iter().enumerate() {
        first.exports.add(&format!("m{number}"), id);
    }
    let tables: Vec<_> = first.tables.iter().map(|table| table.id()).collect();
    for (number, id) in tables.into_iter().enumerate() {
        first.exports.add(&format!("t{number}"), id);
    }
    let globals: Vec<_> = first.globals.iter().map(|global| global.id()).collect();
    for (number, id) in globals.into_iter().enumerate() {
        first.exports.add(&format!("g{number}"), id);
    }
    functions
}

/// In the first part, each function of the rest becomes a call through the table, which fetches the rest if need be.
fn stub(first: &mut Module, slots: &[FunctionId]) {
    let size = slots.len() as u64;
    let table = first.tables.add_local(false, size, Some(size), RefType::FUNCREF);
    first.exports.add("s", table);
    let there = first.globals.add_local(ValType::I32, true, false, ConstExpr::Value(ir::Value::I32(0)));
    first.exports.add("l", there);
    let nothing = first.types.add(&[], &[]);
    let (fetch, _) = first.add_import_func(LOADER, "r", nothing);
    let mut ensure = FunctionBuilder::new(&mut first.types, &[], &[]);
    ensure.func_body().global_get(there).unop(ir::UnaryOp::I32Eqz).if_else(
        None,
        |then| {
            then.call(fetch);
        },
        |_| {},
    );
    let ensure = ensure.finish(Vec::new(), &mut first.funcs);
    for (slot, id) in slots.iter().enumerate() {
        let ty = first.funcs.get(*id).ty();
        let (params, results) = {
            let ty = first.types.get(ty);
            (ty.params().to_vec(), ty.results().to_vec())
        };
        let args: Vec<_> = params.iter().map(|param| first.locals.add(*param)).collect();
        let mut builder = FunctionBuilder::new(&mut first.types, &params, &results);
        let mut body = builder.func_body();
        body.call(ensure);
        for arg in &args {
            body.local_get(*arg);
        }
        body.i32_const(slot as i32).call_indirect(ty, table);
        let stub = first.funcs.get_mut(*id);
        stub.kind = FunctionKind::Local(builder.local_func(args));
        // wasm-opt orders functions by name.
        stub.name = Some(format!("~stub{slot:04}"));
    }
}

/// In the rest, everything that is the first part's becomes an import; its functions fill the table.
fn make_rest(rest: &mut Module, slots: Vec<FunctionId>, shared: &BTreeMap<FunctionId, String>) {
    rest.start = None;
    for id in rest.exports.iter().map(|export| export.id()).collect::<Vec<_>>() {
        rest.exports.delete(id);
    }
    for id in rest.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
        rest.data.delete(id);
    }
    for id in rest.elements.iter().map(|element| element.id()).collect::<Vec<_>>() {
        rest.elements.delete(id);
    }
    for (id, name) in shared {
        let ty = rest.funcs.get(*id).ty();
        let import = rest.imports.add(FIRST, name, ImportKind::Function(*id));
        rest.funcs.get_mut(*id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    for (number, id) in
        rest.memories.iter().map(|memory| memory.id()).collect::<Vec<_>>().into_iter().enumerate()
    {
        let import = rest.imports.add(FIRST, &format!("m{number}"), ImportKind::Memory(id));
        let memory = rest.memories.get_mut(id);
        memory.import = Some(import);
        memory.data_segments.clear();
    }
    for (number, id) in rest.tables.iter().map(|table| table.id()).collect::<Vec<_>>().into_iter().enumerate()
    {
        let import = rest.imports.add(FIRST, &format!("t{number}"), ImportKind::Table(id));
        let table = rest.tables.get_mut(id);
        table.import = Some(import);
        table.elem_segments.clear();
    }
    for (number, id) in
        rest.globals.iter().map(|global| global.id()).collect::<Vec<_>>().into_iter().enumerate()
    {
        let import = rest.imports.add(FIRST, &format!("g{number}"), ImportKind::Global(id));
        rest.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    let size = slots.len() as u64;
    let (table, _) = rest.add_import_table(FIRST, "s", false, size, Some(size), RefType::FUNCREF);
    let filled = rest.elements.add(
        ElementKind::Active { table, offset: ConstExpr::Value(ir::Value::I32(0)) },
        ElementItems::Functions(slots),
    );
    rest.tables.get_mut(table).elem_segments.insert(filled);
}
