// What each crate costs in the module, as wasm-bindgen leaves it: bytes of code by crate, in each of its parts.
//
//   cargo xtask dist && node bench/size/crates.mjs target/xtask/split/whole.wasm xtask/src/dist/split
//
// By the lists of functions: what the part that answers a search has besides (parts.rs, `called`) counts for the rest.
// Here: reading the code and name sections (WebAssembly core 1.0, section 5.5; names: appendix 7.4.1). Not here: compressed
// sizes, which exist for whole files alone (`cargo xtask size`). Generic code counts for the crate whose type it is made for.
import { readFileSync } from 'node:fs';

const [file, lists] = process.argv.slice(2);
const bytes = readFileSync(file);
const [first, answers] = ['first-open', 'answers'].map((list) => new Set(readFileSync(`${lists}/${list}.txt`, 'utf8').split('\n')));
let at = 8;

function number() {
  let result = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    result |= (byte & 127) << shift;
    if (byte < 128) return result >>> 0;
  }
}

function text() {
  const length = number();
  at += length;
  return bytes.subarray(at - length, at).toString();
}

let imported = 0;
const sizes = [];
const names = new Map();
while (at < bytes.length) {
  const section = bytes[at++];
  const length = number();
  const end = at + length;
  if (section === 2) for (let left = number(); left > 0; left -= 1) readImport();
  if (section === 10)
    for (let left = number(); left > 0; left -= 1) {
      const size = number();
      sizes.push(size);
      at += size;
    }
  if (section === 0 && text() === 'name') readNames(end);
  at = end;
}

function readImport() {
  text();
  text();
  const kind = bytes[at++];
  if (kind === 0) {
    number();
    imported += 1;
  } else if (kind === 3) at += 2;
  else {
    if (kind === 1) at += 1;
    if (number() & 1) number();
    number();
  }
}

function readNames(end) {
  while (at < end) {
    const part = bytes[at++];
    const length = number();
    const stop = at + length;
    if (part === 1) for (let left = number(); left > 0; left -= 1) names.set(number(), text());
    at = stop;
  }
}

const crates = new Map();
sizes.forEach((size, index) => {
  const name = (names.get(imported + index) ?? '?').replace(/\[[0-9a-f]{8,}\]/g, '');
  // Our own first: `<Vec<klarna_help_state::Effect> as Drop>::drop` is there because of us.
  const crate = name.match(/klarna_help\w*|yew\w*|wasm_bindgen\w*|js_sys|web_sys|gloo\w*|hashbrown|indexmap|rlsf|slab|implicit_clone|serde\w*|alloc|core|std/)?.[0] ?? 'other';
  const row = crates.get(crate) ?? [0, 0, 0];
  row[first.has(name) ? 0 : answers.has(name) ? 1 : 2] += size;
  crates.set(crate, row);
});

console.log('| crate | first part | answers | rest |\n|:--|--:|--:|--:|');
const sum = (row) => row.reduce((all, part) => all + part);
const total = [0, 1, 2].map((part) => sum([...crates.values()].map((row) => row[part])));
for (const [crate, row] of [...crates].sort(([, a], [, b]) => sum(b) - sum(a))) console.log(`| ${crate} | ${row.join(' | ')} |`);
console.log(`| **all** | ${total.join(' | ')} |`);
