// An author writes: the preview shows a flow in the widget, a change at once, and what is refused in its place.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../lib/portal.mjs';
import { end, start } from '../lib/process.mjs';
import { check } from '../lib/world.mjs';

const content = new URL('../../../content', import.meta.url).pathname;
const SLUG = 'refund-missing';

/** A preview of a copy of the content, that may be written in. */
async function preview(t, body) {
  const folder = mkdtempSync(join(tmpdir(), 'kh-preview-'));
  cpSync(content, join(folder, 'content'), { recursive: true });
  const file = join(folder, `content/flows/${SLUG}/en-GB.toml`);
  const args = ['preview', '--content', join(folder, 'content'), '--dist', process.env.KH_DIST, '--port', String(await freePort())];
  const { child, match } = await start(process.env.KH_AUTHOR_BIN, args, /preview (http:\S+)/);
  try {
    await body(match[1], {
      /** Writes a part of the flow's words anew. */
      write: (from, to) => {
        const text = readFileSync(file, 'utf8');
        check(text.includes(from), `${from} stands in ${file}`);
        writeFileSync(file, text.replace(from, to));
      },
    });
    // It looks for changes as long as it is there.
    await t.page.goto('about:blank');
  } finally {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The content is compiled anew for each change, by a build that is not optimised. */
const COMPILED = { timeout: 30_000 };

export const tests = {
  'a flow shows in the widget, a change shows by itself, and what is refused is said where it is seen': (t) =>
    preview(t, async (origin, author) => {
      await t.page.goto(origin);
      await t.page.getByRole('button', { name: 'Find your missing refund' }).click(COMPILED);
      await t.heading('Why are you waiting for a refund?').waitFor(COMPILED);
      check(await t.page.locator('#graph img').evaluate((e) => e.decode().then(() => e.naturalWidth > 100)), 'the picture');
      await t.inspectHost('preview');

      author.write('Why are you waiting for a refund?', 'What are you waiting for?');
      await t.heading('What are you waiting for?').waitFor(COMPILED);
      check(await t.page.locator('#refused').isHidden(), 'nothing is refused');

      author.write('[step.what-happened.options]', '[step.what-happened.choices]');
      await t.page.locator('#refused li').filter({ hasText: `flows/${SLUG}/en-GB.toml` }).first().waitFor(COMPILED);
      check(await t.heading('What are you waiting for?').isVisible(), 'what was last good stays');
      author.write('[step.what-happened.choices]', '[step.what-happened.options]');
      await t.page.locator('#refused').waitFor({ state: 'hidden', ...COMPILED });
      await t.heading('What are you waiting for?').waitFor(COMPILED);
    }),
};
