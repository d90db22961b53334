// The React pages as a merchant's build makes them: esbuild, with the packages as they are in packages/.
//
// Not here: what is tested with them (errand.mjs).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const npm = process.env.KH_NPM;
const root = fileURLToPath(new URL('../../../', import.meta.url));
const { build } = createRequire(join(npm, 'package.json'))('esbuild');

async function bundle(page, portal, options) {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'tests/e2e/packages/pages', page)],
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    nodePaths: [join(npm, 'node_modules')],
    alias: {
      'klarna-help': join(root, 'packages/js/index.js'),
      'klarna-help-react': join(root, 'packages/react/index.js'),
    },
    // React's development build: only there does StrictMode mount everything twice, and a mismatch is said.
    define: { PORTAL: JSON.stringify(portal), 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
    ...options,
  });
  return outputFiles[0].text;
}

let made;

/** The page's script and the server's markup, made once. */
export function react(portal) {
  made ??= (async () => {
    const script = await bundle('browser.jsx', portal, {});
    const server = await bundle('server.jsx', portal, { platform: 'node', format: 'cjs' });
    const folder = mkdtempSync(join(tmpdir(), 'kh-server-'));
    try {
      writeFileSync(join(folder, 'server.cjs'), server);
      return { script, markup: execFileSync('node', [join(folder, 'server.cjs')], { encoding: 'utf8' }) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  })();
  return made;
}
