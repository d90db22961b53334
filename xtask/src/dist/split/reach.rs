//! What of the module's data, and of its function table, the first part may read before the rest is there.
//!
//! A compiled module does not say which function reads which of its bytes, so this goes by the addresses it names: those
//! in its functions, and those in the data itself. What lies between two of them is a piece. A piece of the read-only data
//! is the first part's if the first part names it, by itself or by another piece of its own; or if nobody does, for then it
//! is read from an address that is not its own. The others are the rest's. Not here: what becomes of them (words.rs,
//! table.rs).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use walrus::ir::{self, dfs_in_order};
use walrus::{ConstExpr, DataId, DataKind, FunctionId, FunctionKind, Module};

/// What the linker calls data that nothing writes to.
pub const READ_ONLY: &str = ".rodata";

/// Where in data an address may stand.
#[derive(Clone, Copy)]
pub enum Step {
    /// Anywhere: nothing is overlooked, and much is taken for an address that is none.
    Byte = 1,
    /// Where the compiler puts addresses.
    Word = 4,
}

/// What is in the read-only data.
pub struct Reach {
    /// The data.
    pub data: DataId,
    /// Its first address.
    pub start: u32,
    /// Pieces of the rest: beginning and end of each.
    pub of_rest: BTreeMap<u32, u32>,
    /// Every number in functions of the first part.
    by_first: BTreeSet<u32>,
}

impl Reach {
    /// Looks at a whole module, of which the functions in `kept` are the first part's.
    pub fn of(module: &Module, kept: &BTreeSet<FunctionId>, step: Step) -> Option<Self> {
        let (id, start) = read_only(module)?;
        let (mut by_first, mut by_rest) = (BTreeSet::new(), BTreeSet::new());
        for function in module.funcs.iter() {
            let names = if kept.contains(&function.id()) { &mut by_first } else { &mut by_rest };
            if let FunctionKind::Local(body) = &function.kind {
                dfs_in_order(&mut Named(names), body, body.entry_block());
            }
        }
        for data in module.data.iter().filter(|data| data.id() != id) {
            by_first.extend(numbers(0, &data.value, step));
        }
        let bytes = &module.data.get(id).value;
        let named = by_first.iter().chain(&by_rest).copied().chain(numbers(start, bytes, step));
        let mut of_rest = pieces(start, bytes.len(), named);
        by_rest.extend(numbers(start, bytes, step));
        let mut staying: Vec<u32> = of_rest.keys().copied().filter(|at| !by_rest.contains(at)).collect();
        staying.extend(&by_first);
        while let Some(from) = staying.pop() {
            if let Some(to) = of_rest.remove(&from) {
                staying.extend(numbers(from, bytes.get(place(start, from, to)).unwrap_or_default(), step));
            }
        }
        Some(Self { data: id, start, of_rest, by_first })
    }

    /// Where a piece stands in the data.
    pub fn place(&self, from: u32, to: u32) -> Range<usize> {
        place(self.start, from, to)
    }

    /// Every number that the first part may come by: a place in the function table is one of them.
    pub fn numbers_of_first(&self, module: &Module) -> BTreeSet<u32> {
        let mut known = self.by_first.clone();
        for data in module.data.iter().filter(|data| data.id() != self.data) {
            known.extend(numbers(0, &data.value, Step::Word));
        }
        let mut bytes = module.data.get(self.data).value.clone();
        for (from, to) in &self.of_rest {
            bytes.get_mut(self.place(*from, *to)).unwrap_or_default().fill(0);
        }
        known.extend(numbers(self.start, &bytes, Step::Word));
        known
    }
}

fn place(start: u32, from: u32, to: u32) -> Range<usize> {
    (from - start) as usize..(to - start) as usize
}

fn read_only(module: &Module) -> Option<(DataId, u32)> {
    let data = module.data.iter().find(|data| data.name.as_deref() == Some(READ_ONLY))?;
    match &data.kind {
        DataKind::Active { offset: ConstExpr::Value(ir::Value::I32(address)), .. } => {
            Some((data.id(), *address as u32))
        }
        _ => None,
    }
}

/// Beginning and end of each piece of `length` bytes, which are at `start`.
fn pieces(start: u32, length: usize, named: impl Iterator<Item = u32>) -> BTreeMap<u32, u32> {
    let end = start + length as u32;
    let edges: BTreeSet<u32> = named.chain([start, end]).collect();
    let edges: Vec<u32> = edges.range(start..=end).copied().collect();
    edges.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
}

/// Whatever in data that begins at `start` may be a number, or an address.
fn numbers(start: u32, bytes: &[u8], step: Step) -> impl Iterator<Item = u32> + '_ {
    let step = step as usize;
    let skipped = (step - start as usize % step) % step;
    let words = bytes.windows(4).skip(skipped).step_by(step);
    words.filter_map(|word| word.try_into().ok()).map(u32::from_le_bytes)
}

/// Collects constants, and offsets of loads and stores.
struct Named<'a>(&'a mut BTreeSet<u32>);

impl ir::Visitor<'_> for Named<'_> {
    fn visit_const(&mut self, constant: &ir::Const) {
        if let ir::Value::I32(value) = constant.value {
            self.0.insert(value as u32);
        }
    }
    fn visit_load(&mut self, load: &ir::Load) {
        self.0.extend(u32::try_from(load.arg.offset));
    }
    fn visit_store(&mut self, store: &ir::Store) {
        self.0.extend(u32::try_from(store.arg.offset));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: u32 = 1024;

    #[test]
    fn a_piece_lies_between_two_addresses() {
        let named = pieces(START, 6, [START + 2].into_iter());
        assert_eq!(named, [(START, START + 2), (START + 2, START + 6)].into());
    }

    #[test]
    fn a_word_stands_at_a_multiple_of_four() {
        let bytes = [0, 0, 1, 0, 0, 0, 2, 0, 0, 0];
        assert_eq!(numbers(START + 2, &bytes, Step::Word).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(numbers(START + 2, &bytes, Step::Byte).count(), 7);
    }
}
