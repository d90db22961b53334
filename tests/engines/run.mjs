// Runs the same errands in Chromium, Firefox and WebKitGTK by WebDriver. Called by `cargo xtask test`.
//
// Here: a session an engine, each errand as one test, the empty console a test ends on, counts, the table. Not here: how
// an engine is started (lib/engines.mjs), what a customer does (errands/). What only Chromium's tools can see: ../e2e.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Customer } from './lib/customer.mjs';
import { ENGINES, Session } from './lib/engines.mjs';
import { table } from './lib/table.mjs';
import { World } from './lib/world.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'out');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const filter = process.env.KH_FILTER ?? '';
const files = readdirSync(join(here, 'errands')).sort();
const errands = await Promise.all(files.map((file) => import(pathToFileURL(join(here, 'errands', file)))));

const failures = [];
const columns = [];
let passed = 0;
for (const engine of ENGINES) {
  const chosen = errands.filter((errand) => `${engine.name}: ${errand.name}`.includes(filter) && (errand.runsIn?.(engine) ?? true));
  if (chosen.length) columns.push(await inEngine(engine, chosen));
}
writeFileSync(join(out, 'table.md'), table(columns));
for (const title of failures) console.log(`failed: ${title}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 || passed === 0 ? 1 : 0;

/** All errands in one engine; an engine that does not start fails each of them. */
async function inEngine(engine, chosen) {
  const began = Date.now();
  const column = { engine, runs: [] };
  let world, session;
  try {
    world = await World.start();
    session = await Session.start(engine);
    column.version = session.version;
    column.driver = engine.driver();
    console.log(`${engine.name} ${session.version}, ${column.driver}: started in ${Date.now() - began} ms`);
    for (const errand of chosen) column.runs.push(await one(errand, session, world));
  } catch (error) {
    for (const errand of chosen.slice(column.runs.length)) failed(`${engine.name}: ${errand.name}`, error);
  } finally {
    await session?.stop();
    await world?.stop();
  }
  column.ms = Date.now() - began;
  console.log(`${engine.name}: ${column.ms} ms`);
  return column;
}

async function one(errand, session, world) {
  const title = `${session.engine.name}: ${errand.name}`;
  const customer = new Customer(session, world, out);
  const began = Date.now();
  await world.help.back();
  world.help.forget();
  world.shop.forget();
  session.said = [];
  try {
    await within(60_000, errand.run(customer));
    const said = session.said.filter((line) => !errand.allowed?.test(line));
    if (said.length) throw new Error(`the console is not empty:\n${said.join('\n')}`);
    passed += 1;
    console.log(`ok      ${title} (${Date.now() - began} ms)`);
  } catch (error) {
    failed(title, error);
    console.log([...session.said, ...world.help.requests].map((line) => `        ${line}`).join('\n'));
    await customer.photo(`failed-${failures.length}`).catch(() => {});
  }
  for (const { name, ms, failed } of customer.steps) {
    console.log(`        ${failed ? 'FAILED' : 'done'} ${name} (${ms} ms)`);
  }
  return { errand, steps: customer.steps };
}

function failed(title, error) {
  failures.push(title);
  console.log(`FAILED  ${title}\n        ${String(error.stack ?? error).replaceAll('\n', '\n        ')}`);
}

// A test that hangs is a failure of that test, not of the run.
function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
