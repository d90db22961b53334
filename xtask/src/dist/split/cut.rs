//! A module cut in two: a first part, and a rest that comes later.
//!
//! Which functions are in the first part was found by running it (`cargo xtask split-profile`); a name on the list that is
//! not in the build is no harm, and a function that is called before the rest has come fetches it there and then.
//!
//! How: both parts start as copies of the whole. In the first, each function of the rest that is still named there
//! becomes a stub that calls through a table; in the rest, each function of the first part, the memory, the tables and
//! the globals become imports. A first part can be cut again: what the rest of the first cut imports of it is then in
//! either of its parts. Not here: how often it is cut (parts.rs), fetching the rest (glue.rs), making a part small
//! (../split.rs).

use super::names::{parse, plain_name};
use super::{table, words};
use std::collections::{BTreeMap, BTreeSet};
use walrus::ir::{self, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalKind,
    ImportKind, ImportedFunction, Module, RefType, ValType,
};

/// Import module of the rest: what the first part exports.
pub const FIRST: &str = "k";
/// Import module of the first part: the function that fetches the rest at once.
pub const LOADER: &str = "kh";

/// Largest function, in instructions, of which the rest takes a copy instead of importing it.
const SMALL: u64 = 60;

/// What things are called at one cut, so that those of another have other names. Memory, tables and globals keep theirs.
pub struct Seam {
    /// Before the number of each function that the first part gives to the rest.
    pub function: &'static str,
    /// The table with what the rest gives to the first part.
    pub table: &'static str,
    /// The flag that the rest is there.
    pub there: &'static str,
}

impl Seam {
    /// Whether this is the name of a function that the first part gives to the rest.
    pub fn gives(&self, name: &str) -> bool {
        let number = name.strip_prefix(self.function);
        number.is_some_and(|number| u32::from_str_radix(number, 16).is_ok())
    }
}

/// Both sides of a cut.
pub struct Halves {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    /// How many names of the list no function has any more.
    pub gone: usize,
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

/// Cuts a module; `keep` are plain names of functions for the first part. Where the module was the first part of a cut,
/// `earlier`, what that one's rest imports of it stays where its function is.
pub fn cut(
    wasm: &[u8],
    keep: &BTreeSet<String>,
    seam: &Seam,
    earlier: Option<&Seam>,
) -> Result<Halves, String> {
    let mut first = parse(wasm)?;
    let mut rest = parse(wasm)?;
    let mut kept = BTreeSet::new();
    let mut found = BTreeSet::new();
    for function in first.funcs.iter_local().map(|(id, _)| first.funcs.get(id)) {
        let Some(name) = function.name.as_deref().map(plain_name) else { continue };
        if let Some(name) = keep.get(&name) {
            found.insert(name);
        } else if name != table::NOBODY {
            continue;
        }
        kept.insert(function.id());
    }
    let gone = keep.len() - found.len();
    let moving = earlier.map(|earlier| moving(&mut first, &kept, earlier)).unwrap_or_default();
    let places = table::places(&first);
    let late = table::take(&mut first, &mut kept);
    let slots = slots(&first, &kept);
    let shared = share(&mut first, &kept, seam, &moving);
    // An item has the same number in both copies, and an identity of its own in each.
    let twins: BTreeMap<usize, FunctionId> = rest.funcs.iter().map(|f| (f.id().index(), f.id())).collect();
    let twin = |id: &FunctionId| twins.get(&id.index()).copied();
    let words = words::take(&mut first, &kept, places);
    let late = late.into_iter().filter_map(|(place, id)| Some((place, twin(&id)?))).collect();
    let own_table = table::of(&rest);
    let ours = shared.functions.iter().filter_map(|(id, name)| Some((twin(id)?, name.clone()))).collect();
    make_rest(&mut rest, &Shared { functions: ours, ..shared }, &moving);
    fill(&mut rest, slots.iter().filter_map(twin).collect(), seam);
    if let Some(own_table) = own_table {
        table::put(&mut rest, own_table, late);
    }
    words::put(&mut rest, words);
    stub(&mut first, &slots, seam);
    walrus::passes::gc::run(&mut first);
    walrus::passes::gc::run(&mut rest);
    Ok(Halves { first: first.emit_wasm(), rest: rest.emit_wasm(), gone })
}

/// Takes the exports for an earlier cut's rest out of the first part that leave it, with its table and its flag.
fn moving(first: &mut Module, kept: &BTreeSet<FunctionId>, earlier: &Seam) -> Moving {
    let leaves = |export: &&walrus::Export| match export.item {
        ExportItem::Function(id) => !kept.contains(&id) && earlier.gives(&export.name),
        _ => export.name == earlier.table || export.name == earlier.there,
    };
    let all: Vec<_> = first.exports.iter().filter(leaves).map(|e| (e.id(), e.name.clone(), e.item)).collect();
    let mut moving = Moving::new();
    for (id, name, item) in all {
        first.exports.delete(id);
        moving.insert(name, item);
    }
    moving
}

/// Exports that the rest has instead of the first part, by name.
type Moving = BTreeMap<String, ExportItem>;

/// Every function that a function's body names.
pub fn named_in(module: &Module, id: FunctionId) -> Vec<FunctionId> {
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
    slots.sort_by_key(|id| {
        let f = module.funcs.get(*id);
        (f.ty().index(), f.name.clone(), id.index())
    });
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

/// What the rest imports of the first part, by its name there: functions; memories, tables and globals in their order, but
/// for those that are the rest's own.
struct Shared {
    functions: BTreeMap<FunctionId, String>,
    memories: Vec<Option<String>>,
    tables: Vec<Option<String>>,
    globals: Vec<Option<String>>,
}

/// Exports what the rest needs of the first part. What is exported already keeps its name.
fn share(first: &mut Module, kept: &BTreeSet<FunctionId>, seam: &Seam, moving: &Moving) -> Shared {
    let called = called_from_rest(first, kept);
    let memories: Vec<_> = first.memories.iter().map(|memory| ExportItem::Memory(memory.id())).collect();
    let tables: Vec<_> = first.tables.iter().map(|table| ExportItem::Table(table.id())).collect();
    let globals: Vec<_> = first.globals.iter().map(|global| ExportItem::Global(global.id())).collect();
    let functions = called.into_iter().zip(0..).map(|(id, number)| {
        (id, exported(first, ExportItem::Function(id), &format!("{}{number:x}", seam.function)))
    });
    let functions = functions.collect();
    let mut all = |items: Vec<ExportItem>, letter: char| {
        let named = items.into_iter().zip(0..);
        let mut name = |item, number| {
            let stays = !moving.values().any(|other| is_same(item, *other));
            stays.then(|| exported(first, item, &format!("{letter}{number}")))
        };
        named.map(|(item, number)| name(item, number)).collect()
    };
    Shared { functions, memories: all(memories, 'm'), tables: all(tables, 't'), globals: all(globals, 'g') }
}

/// The name that something is exported by: the one it has, or this one.
fn exported(module: &mut Module, item: ExportItem, name: &str) -> String {
    if let Some(export) = module.exports.iter().find(|export| is_same(item, export.item)) {
        return export.name.clone();
    }
    module.exports.add(name, item);
    name.to_owned()
}

fn is_same(item: ExportItem, other: ExportItem) -> bool {
    match (item, other) {
        (ExportItem::Function(a), ExportItem::Function(b)) => a == b,
        (ExportItem::Memory(a), ExportItem::Memory(b)) => a == b,
        (ExportItem::Table(a), ExportItem::Table(b)) => a == b,
        (ExportItem::Global(a), ExportItem::Global(b)) => a == b,
        _ => false,
    }
}

/// In the first part, each function of the rest becomes a call through the table, which fetches the rest if need be.
fn stub(first: &mut Module, slots: &[FunctionId], seam: &Seam) {
    let size = slots.len() as u64;
    let table = first.tables.add_local(false, size, Some(size), RefType::FUNCREF);
    first.exports.add(seam.table, table);
    let there = first.globals.add_local(ValType::I32, true, false, ConstExpr::Value(ir::Value::I32(0)));
    first.exports.add(seam.there, there);
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

/// In the rest, everything that is the first part's becomes an import. `moving` are exports that stay.
fn make_rest(rest: &mut Module, shared: &Shared, moving: &Moving) {
    rest.start = None;
    let leaving = |export: &&walrus::Export| !moving.contains_key(&export.name);
    for id in rest.exports.iter().filter(leaving).map(|export| export.id()).collect::<Vec<_>>() {
        rest.exports.delete(id);
    }
    for id in rest.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
        rest.data.delete(id);
    }
    for id in rest.elements.iter().map(|element| element.id()).collect::<Vec<_>>() {
        rest.elements.delete(id);
    }
    for (id, name) in &shared.functions {
        let ty = rest.funcs.get(*id).ty();
        let import = rest.imports.add(FIRST, name, ImportKind::Function(*id));
        rest.funcs.get_mut(*id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    let memories: Vec<_> = rest.memories.iter().map(|memory| memory.id()).collect();
    for (id, name) in memories.into_iter().zip(&shared.memories) {
        let Some(name) = name else { continue };
        let import = rest.imports.add(FIRST, name, ImportKind::Memory(id));
        let memory = rest.memories.get_mut(id);
        memory.import = Some(import);
        memory.data_segments.clear();
    }
    let tables: Vec<_> = rest.tables.iter().map(|table| table.id()).collect();
    for (id, name) in tables.into_iter().zip(&shared.tables) {
        let Some(name) = name else { continue };
        let import = rest.imports.add(FIRST, name, ImportKind::Table(id));
        let table = rest.tables.get_mut(id);
        table.import = Some(import);
        table.elem_segments.clear();
    }
    let globals: Vec<_> = rest.globals.iter().map(|global| global.id()).collect();
    for (id, name) in globals.into_iter().zip(&shared.globals) {
        let Some(name) = name else { continue };
        let import = rest.imports.add(FIRST, name, ImportKind::Global(id));
        rest.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
}

/// The functions that the rest gives to the first part fill the table between them.
fn fill(rest: &mut Module, slots: Vec<FunctionId>, seam: &Seam) {
    let size = slots.len() as u64;
    let (table, _) = rest.add_import_table(FIRST, seam.table, false, size, Some(size), RefType::FUNCREF);
    let filled = rest.elements.add(
        ElementKind::Active { table, offset: ConstExpr::Value(ir::Value::I32(0)) },
        ElementItems::Functions(slots),
    );
    rest.tables.get_mut(table).elem_segments.insert(filled);
}
