// The portal against its own OpenAPI document: Schemathesis makes requests from it, good and bad, and looks at the answers.
//
// Here: a portal with limits out of the way, and the run. Not here: what a single route must do (crates/portal/tests).
// Called by `cargo xtask test --ring api`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Portal } from '../e2e/lib/portal.mjs';

// Of every answer: none is a 500, and status, type, headers and body are what the document says.
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
const folder = mkdtempSync(join(tmpdir(), 'kh-api-'));
const config = join(folder, 'portal.toml');
const text = readFileSync(new URL('../../portal.toml', import.meta.url), 'utf8');
writeFileSync(config, text.replace(/^(\w+_burst|\w+_per_minute) = \d+$/gm, '$1 = 4000000000'));

/** What it says, and whether it found nothing. Not awaited in one piece: the portal's own log has to be read meanwhile. */
function schemathesis(url) {
  const args = ['run', `${url}/api/openapi.json`, '--checks', CHECKS.join(','), '--max-examples', process.env.KH_EXAMPLES ?? '25'];
  args.push('--seed', '20261123', '--warnings', 'off', '--suppress-health-check', 'all', '--continue-on-failure', '--no-color');
  args.push('--request-timeout', '10');
  const env = { ...process.env, SCHEMATHESIS_HOOKS: new URL('hooks.py', import.meta.url).pathname };
  const child = spawn(process.env.KH_SCHEMATHESIS, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 600_000 });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, text }));
  });
}

const portal = await Portal.start(1, { config });
let passed = 0;
let failed = 0;
try {
  const out = await schemathesis(portal.url);
  console.log(out.text);
  const number = (pattern) => Number(pattern.exec(out.text)?.[1] ?? 0);
  const operations = number(/Selected: (\d+)\//);
  failed = out.ok ? 0 : Math.max(1, number(/(\d+) unique failures?/));
  passed = Math.max(0, operations - failed);
  if (!operations) failed = 1;
  // What is asked of no single answer: after all of it the portal is well, and its log has no panic.
  const ready = await fetch(`${portal.url}/readyz`);
  for (const [name, good] of [['the portal is ready after all that', ready.ok], ['nothing panicked', !/panick?ed|panic at/.test(portal.log())]]) {
    console.log(`${good ? 'ok     ' : 'FAILED '} ${name}`);
    if (good) passed += 1;
    else failed += 1;
  }
} finally {
  await portal.remove();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
