//! Words that only the rest of the module reads: they leave the first part's data and come with the rest.
//!
//! A compiled module does not say which function reads which of its bytes, so this goes by the addresses it names: those
//! in its functions, and those in the data itself. What lies between two of them is a piece. A piece of the read-only data
//! stays if the first part names it, by itself or by another piece that stays; or if nobody does, for then it is read from
//! an address that is not its own. Of the others those move that are plain text: a table may be read from an address
//! before it or within it, a text is named by its own. They are zeros until the rest starts and writes them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use walrus::ir::{self, dfs_in_order};
use walrus::{ConstExpr, DataId, DataKind, FunctionId, FunctionKind, Module};

/// What the linker calls data that nothing writes to.
const READ_ONLY: &str = ".rodata";

/// Bytes by their address.
pub type Pieces = BTreeMap<u32, Vec<u8>>;

/// Takes out of the first part what the rest alone reads.
pub fn take(first: &mut Module, kept: &BTreeSet<FunctionId>) -> Pieces {
    let Some((id, start)) = read_only(first) else { return Pieces::new() };
    let (mut by_first, mut by_rest) = (BTreeSet::new(), BTreeSet::new());
    for function in first.funcs.iter() {
        let names = if kept.contains(&function.id()) { &mut by_first } else { &mut by_rest };
        if let FunctionKind::Local(body) = &function.kind {
            dfs_in_order(&mut Named(names), body, body.entry_block());
        }
    }
    by_first.extend(first.data.iter().filter(|data| data.id() != id).flat_map(|data| addresses(&data.value)));
    let bytes = &mut first.data.get_mut(id).value;
    let place = |from: u32, to: u32| -> Range<usize> { (from - start) as usize..(to - start) as usize };
    let mut moving = pieces(start, bytes, by_first.iter().chain(&by_rest).copied());
    by_rest.extend(addresses(bytes));
    let mut staying: Vec<u32> = moving.keys().copied().filter(|at| !by_rest.contains(at)).collect();
    staying.extend(by_first);
    while let Some(from) = staying.pop() {
        if let Some(to) = moving.remove(&from) {
            staying.extend(addresses(bytes.get(place(from, to)).unwrap_or_default()));
        }
    }
    let mut taken = Pieces::new();
    for (from, to) in moving {
        let Some(piece) = bytes.get_mut(place(from, to)) else { continue };
        let words =
            piece.iter().rposition(|byte| *byte != 0).and_then(|last| piece.get(..=last)).unwrap_or_default();
        if !words.iter().all(|byte| matches!(byte, b' '..=b'~')) {
            continue;
        }
        add(&mut taken, from, words);
        piece.fill(0);
    }
    taken
}

/// Gives them to the rest.
pub fn put(rest: &mut Module, pieces: Pieces) {
    let Some(memory) = rest.memories.iter().map(|memory| memory.id()).next() else { return };
    for (address, bytes) in pieces {
        let offset = ConstExpr::Value(ir::Value::I32(address as i32));
        let id = rest.data.add(DataKind::Active { memory, offset }, bytes);
        rest.memories.get_mut(memory).data_segments.insert(id);
    }
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

/// Beginning and end of each piece of `bytes`, which are at `start`.
fn pieces(start: u32, bytes: &[u8], named: impl Iterator<Item = u32>) -> BTreeMap<u32, u32> {
    let end = start + bytes.len() as u32;
    let edges: BTreeSet<u32> = named.chain(addresses(bytes)).chain([start, end]).collect();
    let edges: Vec<u32> = edges.range(start..=end).copied().collect();
    edges.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
}

/// Whatever in data may be an address.
fn addresses(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.windows(4).filter_map(|word| word.try_into().ok()).map(u32::from_le_bytes)
}

/// Pieces that follow each other become one.
fn add(pieces: &mut Pieces, address: u32, bytes: &[u8]) {
    match pieces.last_entry() {
        Some(mut last) if *last.key() as usize + last.get().len() == address as usize => {
            last.get_mut().extend(bytes);
        }
        _ if bytes.is_empty() => {}
        _ => {
            pieces.insert(address, bytes.to_vec());
        }
    }
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
    use walrus::{FunctionBuilder, ValType};

    const START: u32 = 1024;

    /// A function that names an address.
    fn naming(module: &mut Module, address: u32) -> FunctionId {
        let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        function.func_body().i32_const(address as i32);
        function.finish(Vec::new(), &mut module.funcs)
    }

    #[test]
    fn what_the_rest_alone_names_moves_and_everything_else_stays() {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        // A table of the first part's that names "ab"; "cd" of the rest's; "ef" of both; "gh" of a table of the rest's.
        let mut bytes = (START + 4).to_le_bytes().to_vec();
        bytes.extend(b"abcdef\0\0gh\0\0");
        bytes.extend((START + 12).to_le_bytes());
        let offset = ConstExpr::Value(ir::Value::I32(START as i32));
        let data = module.data.add(DataKind::Active { memory, offset }, bytes.clone());
        module.data.get_mut(data).name = Some(READ_ONLY.to_owned());
        let kept = [0, 8].map(|at| naming(&mut module, START + at)).into();
        for at in [6, 8, 16] {
            naming(&mut module, START + at);
        }

        let taken = take(&mut module, &kept);
        assert_eq!(taken, [(START + 6, b"cd".to_vec()), (START + 12, b"gh".to_vec())].into());
        let left = &module.data.get(data).value;
        assert_eq!(left[..4], bytes[..4]);
        assert_eq!(left[4..12], *b"ab\0\0ef\0\0");
        assert_eq!(left[12..16], [0; 4]);
        assert_eq!(left[16..], bytes[16..], "a table stays");

        put(&mut module, taken);
        let segments: usize = module.data.iter().map(|data| data.value.len()).sum();
        assert_eq!(segments, bytes.len() + 4);
    }

    #[test]
    fn a_piece_that_nobody_names_stays() {
        let named = pieces(START, b"abcdef", [START + 2].into_iter());
        assert_eq!(named, [(START, START + 2), (START + 2, START + 6)].into());
    }
}
