//! Data that only the rest of the module reads: it leaves the first part and comes with the rest. It is zeros until then.
//!
//! Two kinds move: plain text; and what a type's methods are found by (a vtable), which is only ever named by its own
//! address. Another table may be read from an address before it or within it, and stays. Not here: whose data is whose
//! (reach.rs).

use super::reach::{Reach, Step};
use std::collections::{BTreeMap, BTreeSet};
use walrus::ir;
use walrus::{ConstExpr, DataKind, FunctionId, Module};

/// Largest type of which a vtable is known, in bytes.
const SIZE_MAX: u32 = 1 << 16;

/// Bytes by their address.
pub type Pieces = BTreeMap<u32, Vec<u8>>;

/// Takes out of the first part what the rest alone reads. The function table has `table` places.
pub fn take(first: &mut Module, kept: &BTreeSet<FunctionId>, table: u32) -> Pieces {
    let mut taken = Pieces::new();
    let is_text = |bytes: &[u8]| bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
    let is_vtable = |bytes: &[u8]| is_vtable(bytes, table);
    // What looks like an address anywhere is one, where it only costs a text its move.
    take_some(first, Reach::of(first, kept, Step::Byte), &is_text, &mut taken);
    take_some(first, Reach::of(first, kept, Step::Word), &is_vtable, &mut taken);
    taken.into_iter().fold(Pieces::new(), joined)
}

fn take_some(first: &mut Module, reach: Option<Reach>, moves: &dyn Fn(&[u8]) -> bool, taken: &mut Pieces) {
    let Some(reach) = reach else { return };
    for (from, to) in &reach.of_rest {
        let Some(piece) = first.data.get_mut(reach.data).value.get_mut(reach.place(*from, *to)) else {
            continue;
        };
        let end = piece.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        let bytes = piece.get(..end).unwrap_or_default();
        if end > 0 && moves(bytes) {
            taken.insert(*from, bytes.to_vec());
            piece.fill(0);
        }
    }
}

/// Whether this is where a type's methods are found: the place of its drop in the function table, or 0; its size; its
/// alignment; places of functions. Zeros at its end are cut off.
fn is_vtable(bytes: &[u8], table: u32) -> bool {
    let words: Vec<u32> = bytes
        .chunks(4)
        .map(|word| word.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
        .collect();
    let [drop, size, align, methods @ ..] = &words[..] else { return false };
    *drop < table
        && *size < SIZE_MAX
        && matches!(align, 1 | 2 | 4 | 8 | 16)
        && size % align == 0
        && methods.iter().all(|method| (1..table).contains(method))
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

/// Pieces that follow each other become one.
fn joined(mut pieces: Pieces, (address, bytes): (u32, Vec<u8>)) -> Pieces {
    match pieces.last_entry() {
        Some(mut last) if *last.key() as usize + last.get().len() == address as usize => {
            last.get_mut().extend(bytes);
        }
        _ => {
            pieces.insert(address, bytes);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::super::reach::READ_ONLY;
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

        let taken = take(&mut module, &kept, 9);
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
    fn a_vtable_is_told_from_other_tables() {
        let check = |words: &[u32], is: bool| {
            let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
            bytes.truncate(bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1));
            assert_eq!(is_vtable(&bytes, 300), is, "{words:?}");
        };
        check(&[299, 24, 4, 7, 299], true);
        check(&[0, 0, 1, 5], true);
        check(&[299, 24, 4], true);
        check(&[299, 24, 4, 300], false);
        check(&[299, 24, 4, 0, 5], false);
        check(&[299, 22, 4, 5], false);
        check(&[299, 24, 3, 5], false);
        check(&[START, 2, START + 2, 2], false);
        check(&[299, 24], false);
    }
}
