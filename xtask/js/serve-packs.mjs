// Trunk's post_build hook for `trunk serve`: gives the page the addresses of the packs that the running portal serves.
// `cargo xtask dist` (a release build) writes its own template instead, so there this does nothing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { TRUNK_PROFILE, TRUNK_STAGING_DIR, TRUNK_SOURCE_DIR } = process.env;
const page = join(TRUNK_STAGING_DIR, 'index.html');
if (TRUNK_PROFILE !== 'release' && existsSync(page)) {
  const manifest = join(TRUNK_SOURCE_DIR, 'dist/manifest.json');
  if (existsSync(manifest)) {
    const { locales } = JSON.parse(readFileSync(manifest, 'utf8'));
    const html = readFileSync(page, 'utf8').replace(/\/packs\/current\/([\w-]+)(\.khp)?/g, (name, locale, pack) =>
      locales[locale]?.[pack ? 'pack' : 'content'] ?? name);
    writeFileSync(page, html);
  } else {
    console.error('serve-packs: there is no dist/manifest.json; run `cargo xtask demo` once, so that there are packs');
  }
}
