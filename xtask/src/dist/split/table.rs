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

/// What stands in a place that a later part fills. No list of functions has it.
pub const NOBODY: &str = "~nobody";

/// How many places the module's table has.
pub fn places(module: &Module) -> u32 {
    segments(module).map(|(_, place, functions)| place + functions.len() as u32).max().unwrap_or_default()
}

/// Takes out of the first part's table what only the rest can call. What stands there instead is added to `kept`.
pub fn take(first: &mut Module, kept: &mut BTreeSet<FunctionId>) -> Late {
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
    first.funcs.get_mut(nobody).name = Some(NOBODY.to_owned());
    kept.insert(nobody);
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

#[cfg(test)]
mod tests {
    use super::super::reach::READ_ONLY;
    use super::*;
    use walrus::{DataKind, RefType};

    const START: u32 = 1024;

    #[test]
    fn the_rest_fills_the_places_that_the_first_part_cannot_name() {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let mut function = |names: u32| {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            function.func_body().i32_const(names as i32);
            function.finish(Vec::new(), &mut module.funcs)
        };
        // The first part names place 2 and its own vtable; the rest another vtable.
        let [ours, vtable, by_number, by_vtable, late, later] =
            [2, START, 0, 0, START + 16, 0].map(&mut function);
        let words = [3_u32, 0, 4, 0, 4, 0, 4, 5];
        let bytes = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        let offset = ConstExpr::Value(ir::Value::I32(START as i32));
        let data = module.data.add(DataKind::Active { memory, offset }, bytes);
        module.data.get_mut(data).name = Some(READ_ONLY.to_owned());
        let table = module.tables.add_local(false, 6, Some(6), RefType::FUNCREF);
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(ir::Value::I32(1)) };
        let functions = vec![ours, by_number, by_vtable, late, later];
        let element = module.elements.add(kind, ElementItems::Functions(functions.clone()));
        assert_eq!((places(&module), of(&module)), (6, Some(table)));

        let mut kept = [ours, vtable].into();
        assert_eq!(take(&mut module, &mut kept), [(5, later)].into(), "4 is an alignment too");
        let ElementItems::Functions(left) = &module.elements.get(element).items else {
            panic!("no functions")
        };
        assert_eq!(left[..4], functions[..4]);
        assert!(kept.contains(&left[4]), "it needs no stub");
        assert_eq!(module.types.params_results(module.funcs.get(left[4]).ty()).0.len(), 7);
    }
}
