// The portal against its own OpenAPI document: Schemathesis makes requests from it, good and bad, and looks at the answers.
//
// Here: a portal with limits out of the way, and the run. Not here: what a single route must do (crates/portal/tests).
// Called by `cargo xtask test --ring api`.
import { spawnSync } from 'node:child_process';
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

const portal = await Portal.start(1, { config });
let passed = 0;
let failed = 0;
try {
  const said = spawnSync(
    process.env.KH_SCHEMATHESIS,
    ['run', `${portal.url}/api/openapi.json`, '--checks', CHECKS.join(','), '--max-examples', process.env.KH_EXAMPLES ?? '25']
      .concat(['--seed', '20261123', '--warnings', 'off', '--suppress-health-check', 'all', '--continue-on-failure', '--no-color']),
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 900_000 },
  );
  const out = `${said.stdout}${said.stderr}`;
  console.log(out);
  const number = (pattern) => Number(pattern.exec(out)?.[1] ?? 0);
  const operations = number(/(\d+) selected/) || number(/Tested: (\d+)/) || number(/Operations:\s+(\d+)/);
  failed = number(/(\d+) unique failures?/) || (said.status === 0 ? 0 : 1);
  passed = Math.max(0, operations - failed);
  if (!passed && !failed) failed = 1;
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
