// Chromium and axe, from where `cargo xtask setup --tests` put them ($KH_NPM).
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const npm = process.env.KH_NPM;
if (!npm) throw new Error('KH_NPM is not set: run the errands with `cargo xtask test --ring e2e`');
const require = createRequire(join(npm, 'package.json'));
const { chromium } = require('playwright-core');

export const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export async function launch() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (!executablePath) throw new Error('there is no Chromium: run `cargo xtask setup --tests`');
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
