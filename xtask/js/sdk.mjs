// Writes what is made from loader/klarna-help.d.ts, and the packages' version, or with --check says what is stale.
// Called by `cargo xtask sdk`.
//
//   node sdk.mjs ROOT [--check]     with $KH_NPM where npm's packages are
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, SOURCE } from './sdk/read.mjs';
import { fill, release, sections, types } from './sdk/render.mjs';

const [root, flag] = process.argv.slice(2);
const api = read(root, process.env.KH_NPM);
const guide = 'docs/embedding.md';
const kept = (name) => (existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8') : '');
const made = {
  [guide]: fill(kept(guide), sections(api)),
  'packages/js/types.d.ts': types(api),
};
for (const name of ['packages/js/package.json', 'packages/react/package.json'])
  made[name] = release(kept(name), kept('Cargo.toml'));

const stale = Object.keys(made).filter((name) => kept(name) !== made[name]);
if (flag !== '--check') for (const name of stale) writeFileSync(join(root, name), made[name]);
else if (stale.length) {
  console.error(`${stale.join(', ')}: not as ${SOURCE} and Cargo.toml have it`);
  process.exitCode = 1;
}
