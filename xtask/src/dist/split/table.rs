//! Places of the function table that the first part cannot call: the rest fills them when it starts.
//!
//! A function that is called through the table alone, by a number that the first part does not know, needs no stub: what
//! knows the number (a vtable, a closure) is made by the rest. Until then its place holds a function of a type that nothing
//! else has, so that a call that nobody foresaw ends at once instead of somewhere else. Not here: stubs (cut.rs).

use super::reach::{Reach, Step};
use std::collections::{BTreeMap, BTreeSet};
use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionBuilder, FunctionId, FunctionKind, Module, TableId,
    ValType, ir,
};

/// A function by its place in the table.
pub type Late = BTreeMap<u32, FunctionId>;

/// The module's own table with what stands in it from the start: (table, place of the first, functions).
fn segments(module: &Module) -> impl Iterator<Item = (TableId, u32, &[FunctionId])> {
    module.elements.iter().filter_map(|element| match (&element.kind, &element.items) {
        (
            ElementKind::Active { table, offset: ConstExpr::Value(ir::Value::I32(place)) },
            ElementItems::Functions(functions),
        ) => Some((*table, *place as u32, &functions[..])),
        _ => None,
    })
}

/// How many places the module's table has.
pub fn places(module: &Module) -> u32 {
    segments(module).map(|(_, place, functions)| place + functions.len() as u32).max().unwrap_or_default()
}

/// Takes out of the first part's table what only the rest can call.
pub fn take(first: &mut Module, kept: &BTreeSet<FunctionId>) -> Late {
    let mut late = Late::new();
    let Some(reach) = Reach::of(first, kept, Step::Word) else { return late };
    let known = reach.numbers_of_first(first);
    for (_, place, functions) in segments(first) {
        for (place, id) in (place..).zip(functions) {
            let is_rest = !kept.contains(id) && matches!(first.funcs.get(*id).kind, FunctionKind::Local(_));
            if is_rest && !known.contains(&place) {
                late.insert(place, *id);
            }
        }
    }
    let mut nobody = FunctionBuilder::new(&mut first.types, &[ValType::F64; 7], &[]);
    nobody.func_body().unreachable();
    let args: Vec<_> = [ValType::F64; 7].into_iter().map(|ty| first.locals.add(ty)).collect();
    let nobody = nobody.finish(args, &mut first.funcs);
    for element in first.elements.iter_mut() {
        if let ElementKind::Active { offset: ConstExpr::Value(ir::Value::I32(place)), .. } = &element.kind
            && let ElementItems::Functions(functions) = &mut element.items
        {
            for (place, id) in (*place as u32..).zip(functions) {
                if late.contains_key(&place) {
                    *id = nobody;
                }
            }
        }
    }
    late
}

/// Has the rest put its functions into `table`, a run of places by a segment.
pub fn put(rest: &mut Module, table: TableId, late: Late) {
    let mut runs: Vec<(u32, Vec<FunctionId>)> = Vec::new();
    for (place, id) in late {
        match runs.last_mut() {
            Some((start, run)) if *start as usize + run.len() == place as usize => run.push(id),
            _ => runs.push((place, vec![id])),
        }
    }
    for (place, run) in runs {
        let offset = ConstExpr::Value(ir::Value::I32(place as i32));
        let segment = rest.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(run));
        rest.tables.get_mut(table).elem_segments.insert(segment);
    }
}

/// The table that [`take`] took from.
pub fn of(module: &Module) -> Option<TableId> {
    segments(module).map(|(table, ..)| table).next()
}
