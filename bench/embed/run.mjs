// `cargo xtask bench embed` runs this: every measurement, then the table (report.mjs).
//
// What each number is and where it misleads: ../README.md. Nothing here judges: a number that misses its target is
// printed beside it, and no test depends on any of them.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Chrome } from './lib/chrome.mjs';
import { Host } from './lib/host.mjs';
import { PROFILES } from './lib/visit.mjs';
import { bareFrame, widgets } from './lib/widgets.mjs';
import { attributed, pairs } from './measure/before.mjs';
import { open } from './measure/click.mjs';
import { simulated } from './measure/lighthouse.mjs';
import { cost } from './measure/open.mjs';
import { report } from './report.mjs';

// A copy, for a build in the meantime would take the files away under the portal, which reads where to at its import.
const dist = mkdtempSync(join(tmpdir(), 'kh-bench-dist-'));
cpSync(process.env.KH_DIST, dist, { recursive: true });
process.env.KH_DIST = dist;
const { Portal, freePort } = await import('../../tests/e2e/lib/portal.mjs');

const { KH_PAIRS = '20', KH_QUICK, KH_PACKAGES, KH_RESULTS, KH_RAW } = process.env;
const quick = KH_QUICK === '1';
const rounds = quick ? Math.min(4, Number(KH_PAIRS)) : Number(KH_PAIRS);
const some = Math.max(2, Math.ceil(rounds * 0.4));
const few = Math.max(2, Math.ceil(rounds / 4));
const began = performance.now();
const tell = (text) => console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}`);

const failures = [];

/** A visit that went wrong (a busy machine, a lost event) is told of in the table and made once more. */
async function twice(name, once) {
  try {
    return await once();
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
    tell(`again: ${failures.at(-1)}`);
    return once();
  }
}

/** The same measurement `times` over, one subject after the other in every round. */
async function repeat(times, subjects, once) {
  const all = Object.fromEntries(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < times; round += 1) {
    for (const subject of round % 2 ? subjects.toReversed() : subjects) all[subject.name].push(await twice(subject.name, () => once(subject)));
  }
  return all;
}

async function measure(chrome, setting, host, all) {
  const { name } = setting;
  const subjects = all.map((widget) => ({ ...widget, url: host.page(widget.tags), early: host.page(widget.prefetched ?? {}) }));
  const ours = subjects.filter((subject) => subject.ours);
  const others = subjects.filter((subject) => !subject.ours);
  const visit = (subject, how) => open(chrome, setting, subject, how?.prefetch ? subject.early : subject.url, how);

  // Before intent the two mounts are one script: the frame's page stands for both.
  tell(`${name}: before intent, ${rounds} pairs`);
  const before = await pairs(chrome, setting, rounds, host.page({}), [ours[0], ...others]);
  tell(`${name}: the script's own CPU`);
  const script = await repeat(few, [ours[0], ...others], async (subject) => (await attributed(chrome, setting, 1, subject))[0]);
  tell(`${name}: cold and warm opens`);
  const warm = Object.fromEntries(ours.map((subject) => [subject.name, []]));
  const cold = await repeat(some, ours, async (subject) => {
    const { browserContextId: context } = await chrome.send('Target.createBrowserContext');
    try {
      const first = await visit(subject, { context });
      warm[subject.name].push(await visit(subject, { context }));
      return first;
    } finally {
      await chrome.send('Target.disposeBrowserContext', { browserContextId: context });
    }
  });
  Object.assign(cold, await repeat(few, others, (subject) => visit(subject)));
  tell(`${name}: opens after hover, after idle prefetch, without a network`);
  const hover = await repeat(few, ours, (subject) => visit(subject, { hover: 300 }));
  const prefetch = await repeat(few, ours, (subject) => visit(subject, { prefetch: true, rest: 1_000 }));
  const offline = await repeat(few, ours, (subject) => visit(subject, { offline: true }));
  tell(`${name}: what opening costs the page`);
  const bare = bareFrame(host);
  const opening = await repeat(few, [...ours, { ...bare, url: host.page(bare.tags) }], (subject) => cost(chrome, setting, subject, subject.url));
  return { before, script, cold, warm, hover, prefetch, offline, opening };
}

async function lighthouse(host, [widget]) {
  tell("Lighthouse's simulated LCP");
  const pages = { bare: host.page({}), async: host.page(widget.tags), afterLoad: host.page(widget.afterLoad) };
  // An extra: the table says so when it cannot be had, and the rest stands.
  return simulated(KH_PACKAGES, pages, quick ? 2 : 4).catch((error) => ({ missing: error.message }));
}

const port = await freePort();
const portal = await Portal.start(port);
const host = await Host.start(port);
const { all, remove } = widgets(portal.url, host, KH_PACKAGES);
let chrome = await Chrome.launch();
try {
  const data = {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    machine: `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}, ${chrome.version}`,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    quick, load: [loadavg()[0]], rounds, some, few,
    titles: Object.fromEntries(all.map(({ name, title }) => [name, title])),
  };
  for (const name of ['fast', 'slow']) data[name] = await measure(chrome, PROFILES[name], host, all);
  await chrome.close();
  chrome = null;
  data.lighthouse = await lighthouse(host, all);
  data.load.push(loadavg()[0]);
  data.failures = failures;
  data.seconds = Math.round((performance.now() - began) / 1000);
  for (const file of [KH_RAW, KH_RESULTS]) mkdirSync(dirname(file), { recursive: true });
  writeFileSync(KH_RAW, JSON.stringify(data));
  const table = report(data);
  writeFileSync(KH_RESULTS, table);
  console.log(table);
  tell(`written to ${KH_RESULTS}; every single number is in ${KH_RAW}`);
} finally {
  await chrome?.close();
  host.stop();
  await portal.remove();
  remove();
  rmSync(dist, { recursive: true, force: true });
}
