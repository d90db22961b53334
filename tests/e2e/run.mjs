// Runs every errand in a real Chromium against the real portal and the demo shop. Called by `cargo xtask test`.
//
// Here: finding errands, a fresh browser context a test, the empty console every test ends on, the counts. Not here:
// what a customer does (each errand's folder), how the portal is started (lib/portal.mjs).
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch } from './lib/browser.mjs';
import { World } from './lib/world.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'out');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const filter = process.env.KH_FILTER ?? '';
const errands = readdirSync(here, { withFileTypes: true })
  .filter((e) => e.isDirectory() && !['lib', 'out', 'node_modules'].includes(e.name))
  .map((e) => e.name)
  .sort();

let passed = 0;
const failures = [];
const browser = await launch();
const world = await World.start(browser, out);
try {
  for (const errand of errands) {
    const { tests } = await import(pathToFileURL(join(here, errand, 'errand.mjs')));
    for (const [name, body] of Object.entries(tests)) {
      const title = `${errand}: ${name}`;
      if (!title.includes(filter)) continue;
      const began = Date.now();
      const test = await world.test(title);
      try {
        await within(90_000, body(test));
        await test.end();
        passed += 1;
        const early = [...test.early].map((part) => `; ${part} was called before it was there`).join('');
        console.log(`ok      ${title} (${Date.now() - began} ms)${early}`);
      } catch (error) {
        failures.push(title);
        await test.photo('failed').catch(() => {});
        console.log(`FAILED  ${title}\n        ${String(error.stack ?? error).replaceAll('\n', '\n        ')}`);
        console.log(test.notes().map((n) => `        ${n}`).join('\n'));
      } finally {
        await test.close();
      }
    }
  }
} finally {
  await browser.close();
  await world.stop();
}
for (const title of failures) console.log(`failed: ${title}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 || passed === 0 ? 1 : 0;

// A test that hangs is a failure of that test, not of the run.
function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
