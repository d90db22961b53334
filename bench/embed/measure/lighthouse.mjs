// Lighthouse's simulated LCP of the checkout: bare, with the async tag, with a tag that is added half a second after `load`:
// at `load` itself it is in a race with the paint, and a third of the runs count it as before.
//
// Lighthouse does not wait for a slow network, it computes one from the requests it sees, and takes any script that
// was asked for before the paint for one that the paint waits for. That is what this measures, and nothing else.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from '../lib/stats.mjs';
import { FLAGS, executable, forget } from '../lib/chrome.mjs';

async function browser() {
  const profile = mkdtempSync(join(tmpdir(), 'kh-bench-lh-'));
  const flags = FLAGS.filter((flag) => !/remote-debugging|user-data-dir/.test(flag));
  const child = spawn(executable, [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (data) => {
      const match = (said += data).match(/ws:\/\/127\.0\.0\.1:(\d+)\//);
      if (match) resolve(Number(match[1]));
    });
    child.once('exit', () => reject(new Error(`Chromium ended: ${said}`)));
  });
  const close = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await gone;
    forget(profile);
  };
  return { port, close };
}

/** Median simulated LCP in ms of each page, by its name. */
export async function simulated(packages, pages, rounds) {
  const entry = createRequire(join(packages, 'package.json')).resolve('lighthouse');
  const { default: lighthouse } = await import(pathToFileURL(entry).href);
  const { port, close } = await browser();
  const all = Object.fromEntries(Object.keys(pages).map((name) => [name, []]));
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, url] of Object.entries(pages)) {
        const { lhr } = await lighthouse(url, { port, output: 'json', logLevel: 'silent', onlyAudits: ['largest-contentful-paint'] });
        all[name].push(lhr.audits['largest-contentful-paint'].numericValue);
      }
    }
  } finally {
    await close();
  }
  return { runs: all, medians: Object.fromEntries(Object.entries(all).map(([name, values]) => [name, median(values)])) };
}
