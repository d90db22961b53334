// `cargo xtask bench search`: quality, times and bytes of search beside public engines, in one run; writes RESULTS.md.
//
// Here: the order of things and the table. Measuring quality: lib/quality.mjs; the public engines: lib/engines.mjs; the
// browser: lib/timing.mjs. xtask builds what is measured and says where it is.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { engines } from './lib/engines.mjs';
import { measure } from './lib/quality.mjs';
import { timing } from './lib/timing.mjs';

const { KH_SEARCH_BIN: program, KH_SEARCH_WORK: work, KH_PACKAGES: packages, KH_RESULTS: results, KH_RAW: raw } = process.env;
const quick = process.env.KH_QUICK === '1';
const evaluation = process.env.KH_SEARCH_EVAL;
const modules = `${pathToFileURL(join(packages, 'node_modules')).href}/`;
const SETS = ['clean', 'typo', 'prefix', 'unknown'];
const CORPORA = quick ? [100] : [100, 1000, 10000];
const RATES = [1, 4];

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;

function ours(options) {
  return ({ docs, queries, k }) => {
    const ran = spawnSync(program, options, { input: JSON.stringify({ docs, queries, k }), encoding: 'utf8', maxBuffer: 1 << 28 });
    if (ran.status !== 0) throw new Error(ran.stderr);
    return JSON.parse(ran.stdout).results;
  };
}

const rows = [{ name: 'Klarna Help, words alone', answer: ours(['--words']) }, { name: 'Klarna Help, encoder as shipped', answer: ours([]) }];
const fitted = process.env.KH_ENCODERS;
if (fitted) rows.push({ name: 'Klarna Help, encoder fitted', answer: (set) => ours(['--encoder', join(fitted, `${set.name}.khe`)])(set) });
for (const engine of engines(modules)) {
  rows.push({
    name: engine.name,
    rankOnly: engine.rankOnly,
    async answer({ docs, queries, k }) {
      const { ask } = await engine.build(docs);
      return queries.map((query) => ask(query, k));
    },
  });
}

const quality = [];
if (evaluation) {
  for (const { name, answer, rankOnly } of rows) {
    const row = { name };
    for (const set of SETS) {
      const asked = JSON.parse(readFileSync(join(evaluation, `${set}.json`), 'utf8'));
      row[set] = measure(asked.truth, await answer(asked));
    }
    if (rankOnly) row.unknown.auroc = undefined;
    quality.push(row);
    console.log(`${name}: clean ${row.clean.top1.toFixed(3)}`);
  }
} else {
  console.log('the questions to measure with are not here: set KH_SEARCH_EVAL, or put search-eval into ../shared');
}

const bytes = [];
for (const corpus of CORPORA) {
  const request = readFileSync(join(work, `${corpus}.json`));
  const { docs } = JSON.parse(request);
  const file = join(work, `${corpus}.index`);
  const from = performance.now();
  spawnSync(program, ['--index', file], { input: request });
  const built = performance.now() - from;
  const own = readFileSync(file);
  bytes.push({ corpus, name: 'Klarna Help', built, raw: own.length, brotli: corpus < 10000 ? brotli(own) : undefined });
  for (const engine of engines(modules)) {
    const before = performance.now();
    const index = await engine.build(docs);
    const took = performance.now() - before;
    const json = corpus < 10000 && index.bytes ? Buffer.from(index.bytes()) : undefined;
    bytes.push({ corpus, name: engine.name, built: took, raw: json?.length, brotli: json && brotli(json) });
  }
}
const module_ = readFileSync(join(work, 'module/klarna_help_bench_search_bg.wasm'));
const encoder = readFileSync(process.env.KH_ENCODER);

const names = ['ours', ...engines('').map(({ name }) => name)];
const folders = { corpora: work, module: join(work, 'module'), lib: new URL('lib', import.meta.url).pathname, modules: join(packages, 'node_modules') };
const times = await timing({ folders, corpora: CORPORA, names, rates: RATES, most: quick ? 60 : 300 });

const host = CORPORA.map((corpus) => {
  const file = join(process.env.KH_CRITERION, `keystrokes/${corpus}/new/estimates.json`);
  return { corpus, mean: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).mean.point_estimate / 1e3 : undefined };
});

const share = (value) => (value === undefined ? '–' : value.toFixed(3));
const ms = (value) => (value === undefined ? '–' : value < 10 ? value.toFixed(2) : value.toFixed(0));
const kb = (value) => (value === undefined ? '–' : (value / 1000).toFixed(1));
const table = (head, lines) => [`| ${head.join(' | ')} |`, `|${head.map((_, at) => (at === 0 ? '---' : '--:')).join('|')}|`, ...lines.map((line) => `| ${line.join(' | ')} |`)].join('\n');
const named = (name) => (name === 'ours' ? 'Klarna Help' : name);

const text = `# Search, measured

Written by \`cargo xtask bench search\`; what the numbers mean: ../README.md. ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), node ${process.version}, ${times.browser}.
Load average at the end of the run: ${loadavg()[0].toFixed(1)} on ${cpus().length} cores; much above 1, times are those of a busy machine, throttled ones most of all.

## Quality

${
  evaluation
    ? `Questions of real customers (\`shared/search-eval\`, from BANKING77, CC BY 4.0), 1,540 in each set; how far ours was chosen with them in view: docs/decisions/0015. Recall is at 3, MRR at 10.

${table(
  ['engine', 'clean top-1', 'recall', 'MRR', 'typo top-1', 'recall', 'prefix top-1', 'recall', 'unknown AUROC'],
  quality.map(({ name, clean, typo, prefix, unknown }) => [name, share(clean.top1), share(clean.recall3), share(clean.mrr), share(typo.top1), share(typo.recall3), share(prefix.top1), share(prefix.recall3), share(unknown.auroc)]),
)}`
    : 'The questions were not here in this run (KH_SEARCH_EVAL).'
}

## A keystroke in headless Chromium, ms

Made-up help centres (crates/search-cli/src/corpus.rs), asks typed letter by letter. Ours is \`crates/search\` as a module of its own, compiled with the widget's
profile, flags and allocator, words alone. Ready: ours reads an index that was built before; the others build theirs on the device.

${table(
  ['articles', 'engine', 'ready', 'p50', 'p95', 'max', 'p50 at 4× CPU', 'p95 at 4×', 'max at 4×'],
  times.rows.map(({ corpus, name, ready, at }) => [corpus, named(name), ms(ready), ...RATES.flatMap((rate) => [ms(at[rate].p50), ms(at[rate].p95), ms(at[rate].max)])]),
)}

## A keystroke on the host (criterion), µs, mean

${table(['articles', 'mean'], host.map(({ corpus, mean }) => [corpus, mean === undefined ? '–' : mean.toFixed(0)]))}

## Bytes and building

Brotli 11, kB. Ours is built by a program, with reading the request; the others in node.

${table(
  ['articles', 'engine', 'built in, ms', 'index', 'index, brotli'],
  bytes.map(({ corpus, name, built, raw, brotli: small }) => [corpus, name, ms(built), kb(raw), kb(small)]),
)}

The engine as a module of its own, with allocator and glue's exports: ${kb(module_.length)} kB, ${kb(brotli(module_))} kB brotli. The encoder: ${kb(encoder.length)} kB, ${kb(brotli(encoder))} kB brotli.

## The public engines' settings

${engines('').map(({ name, setting }) => `- ${name}: ${setting}.`).join('\n')}
`;
writeFileSync(results, text);
writeFileSync(raw, JSON.stringify({ quality, bytes, times, host }, null, 1));
console.log(`written: ${results}`);
