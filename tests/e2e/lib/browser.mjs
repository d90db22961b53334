// Chromium and axe, from where `cargo xtask setup --tests` put them ($KH_NPM).
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const npm = process.env.KH_NPM;
if (!npm) throw new Error('KH_NPM is not set: run the errands with `cargo xtask test --ring e2e`');
const require = createRequire(join(npm, 'package.json'));
const { chromium } = require('playwright-core');

export const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

// xtask names the one it found, or the one in $CHROME.
const executablePath = process.env.KH_CHROMIUM || ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// Playwright turns it off; customers have it, and press "back".
const ignoreDefaultArgs = ['--disable-back-forward-cache'];

export async function launch() {
  if (!executablePath) throw new Error('there is no Chromium: run `cargo xtask setup --tests`');
  return chromium.launch({ executablePath, args, ignoreDefaultArgs });
}

/** A browser with a profile on disk, as customers have. The contexts of `launch` are private windows, in which Chromium
 * gives a frame of another site no storage at all. */
export function profile(folder, options) {
  return chromium.launchPersistentContext(folder, { executablePath, args, ...options });
}
