// A merchant's page that has the widget from npm: the packages as they are published, against the real loader.
//
// Here: packages/js and packages/react in a browser and on a server. Not here: their types (xtask/js/sdk/check-types.mjs),
// what the widget does once it is there (the other errands).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadKlarnaHelp } from '../../../packages/js/index.js';
import { read } from '../../../xtask/js/sdk/read.mjs';
import { check, same } from '../lib/world.mjs';
import { react } from './bundle.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const source = readFileSync(new URL('../../../packages/js/index.js', import.meta.url), 'utf8');
const html = (body, head = '') =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">${head}</head><body><main>${body}</main></body></html>`;

/** Puts pages beside the demo shop's own, on its origin: name to text, or to text and headers. */
async function serve(t, pages) {
  const files = { 'klarna-help.mjs': source, ...pages };
  // A page that is handed to the browser came from nowhere, which may not speak to this machine unless allowed.
  await t.page.context().grantPermissions(['local-network-access'], { origin: t.shop });
  await t.page.route(`${t.shop}/packages/**`, (route) => {
    const name = new URL(route.request().url()).pathname.replace('/packages/', '');
    const [body, headers] = [files[name] ?? ''].flat();
    const contentType = /js$/.test(name) ? 'text/javascript' : 'text/html; charset=utf-8';
    return route.fulfill({ body, headers: { 'content-type': contentType, ...headers } });
  });
}

/** An empty page, with `load(config)` and `code(config)` for what the package answers. */
async function empty(t, pages = {}) {
  await serve(t, { 'page.html': html('<h1>Shop</h1>'), ...pages });
  await t.visit('packages/page.html');
  await t.page.evaluate(async (src) => {
    const kit = await import('/packages/klarna-help.mjs');
    const whole = (config) => ({ src, clientId: 'demo-shop', locale: 'en-GB', ...config });
    Object.assign(window, {
      kit,
      load: (config) => kit.loadKlarnaHelp(whole(config)),
      fault: (config) => kit.loadKlarnaHelp(whole(config)).then(() => 'loaded', (e) => ({ code: e.code, next: e.next })),
    });
  }, t.portal.url);
}

const tags = (t) => t.page.locator('script[src*="klarna-help.js"]').count();

export const tests = {
  'npm: the tag is added once, with its attributes, and the commands are handed over': async (t) => {
    await empty(t);
    const found = await t.page.evaluate(async () => {
      const config = { label: 'Need help?', zIndex: 77, hideSmall: false };
      const first = load(config);
      const help = await first;
      help.context({ page: 'checkout', paymentStatus: 'declined' });
      const tag = document.querySelector('script[src*="klarna-help.js"]');
      return {
        again: load() === first,
        global: help === window.KlarnaHelp,
        async: tag.async,
        data: { ...tag.dataset },
        client: help.info().clientId,
      };
    });
    same(found, {
      again: true,
      global: true,
      async: true,
      data: { clientId: 'demo-shop', locale: 'en-GB', label: 'Need help?', zIndex: '77' },
      client: 'demo-shop',
    });
    same(await tags(t), 1, 'tags');
    await t.launcher.getByText('Need help?').waitFor();
    await t.open();
  },

  'npm: a tag that is in the page already is used': async (t) => {
    const tag = `<script async src="${t.portal.url}/v1/klarna-help.js" data-client-id="demo-shop"></script>`;
    const page = html('<h1>Shop</h1>', `<script type="module">
      import { loadKlarnaHelp } from '/packages/klarna-help.mjs';
      window.early = loadKlarnaHelp({ src: '${t.portal.url}', clientId: 'demo-shop' });
    </script>${tag}`);
    await serve(t, { 'page.html': page });
    await t.visit('packages/page.html');
    same(await t.page.evaluate(async () => (await early) === window.KlarnaHelp), true, 'the same commands');
    same(await tags(t), 1, 'tags');
  },

  'npm: what cannot be loaded is an error with a next step, and can be tried again': async (t) => {
    t.allow(/Failed to load resource/);
    await empty(t);
    await t.page.route('**/v1/klarna-help.js', (route) => route.abort());
    const failed = await t.page.evaluate(() => fault());
    same(failed.code, 'load-failed', 'code');
    check(failed.next.includes(`allow ${t.portal.url} in script-src`), failed.next);
    same(await tags(t), 0, 'tags left');
    await t.page.unroute('**/v1/klarna-help.js');
    same(await t.page.evaluate(() => fault()), 'loaded', 'the second time');

    await empty(t, { 'other.js': 'window.other = true' });
    same((await t.page.evaluate(() => fault({ src: '/packages/other.js' }))).code, 'not-klarna-help', 'another script');
  },

  'npm: a page has one client, and a call has one': async (t) => {
    await empty(t);
    same((await t.page.evaluate(() => fault({ clientId: '' }))).code, 'no-client-id', 'no client');
    same((await t.page.evaluate(() => fault({ src: 'http://' }))).code, 'bad-src', 'no address');
    same(await t.page.evaluate(() => fault()), 'loaded', 'the first client');
    same((await t.page.evaluate(() => fault({ clientId: 'other-shop' }))).code, 'other-client', 'another client');
  },

  'npm: what was called before the script is there waits in the queue': async (t) => {
    await empty(t);
    await t.page.evaluate(async () => {
      const queue = kit.createQueue();
      queue('open');
      queue('navigate', 'contact');
      await load();
      queue('on', 'close', () => (window.heard = true));
    });
    await t.heading('Talk to a person').waitFor();
    await t.page.evaluate(() => window.KlarnaHelp.close());
    // The queue goes on as the commands. A dialog says that it is closed in a task of its own.
    await t.page.waitForFunction(() => window.heard);
  },

  'npm: after destroy the widget starts anew, without its script being fetched again': async (t) => {
    await empty(t);
    let fetched = 0;
    t.page.on('request', (r) => (fetched += r.url().endsWith('/v1/klarna-help.js') ? 1 : 0));
    await t.page.evaluate(async () => (await load()).destroy());
    same(await t.page.locator('klarna-help').count(), 0, 'elements after destroy');
    await t.page.evaluate(() => load());
    await t.open();
    same([fetched, await tags(t)], [1, 1], 'requests and tags');
  },

  'npm: a pinned release runs if it is what integrity says, and not otherwise': async (t) => {
    t.allow(/integrity/);
    const { files } = JSON.parse(readFileSync(`${process.env.KH_DIST}/manifest.json`, 'utf8'));
    const { path, sha384 } = files.find((file) => /^\/\d.*\/klarna-help\.js$/.test(file.path));
    const wrong = `sha384-${createHash('sha384').update('something else').digest('base64')}`;
    const config = { src: t.portal.url + path, integrity: wrong };
    await empty(t);
    const failed = await t.page.evaluate((config) => fault(config), config);
    check(failed.code === 'load-failed' && failed.next.includes('integrity'), JSON.stringify(failed));
    same(await t.page.evaluate((config) => fault(config), { ...config, integrity: sha384 }), 'loaded', 'the right hash');
    await t.open();
  },

  'npm: under a policy of nonces the tag carries its own, with strict-dynamic and without': async (t) => {
    const page = html('<h1>Shop</h1>', `<script type="module" nonce="abc">
      import { loadKlarnaHelp } from '/packages/klarna-help.mjs';
      window.loaded = loadKlarnaHelp({ src: '${t.portal.url}', clientId: 'demo-shop', nonce: 'abc' });
    </script>`);
    for (const trust of ["'nonce-abc' 'strict-dynamic'", "'nonce-abc'"]) {
      const policy = `default-src 'none'; img-src data:; script-src ${trust}; frame-src ${t.portal.url}`;
      await serve(t, { 'page.html': [page, { 'content-security-policy': policy }] });
      await t.visit('packages/page.html');
      await t.open();
      await t.page.evaluate(() => window.KlarnaHelp.close());
      await t.navigate('contact');
      await t.heading('Talk to a person').waitFor();
    }
  },

  'npm: on a server nothing is loaded': async () => {
    same(await loadKlarnaHelp({ src: 'https://help.example.com', clientId: 'demo-shop' }), null);
  },

  'the loader has every command that the types name, in both forms, and says so of any other': async (t) => {
    const { commands } = read(root, process.env.KH_NPM);
    t.allow(/unknown-command|bad-argument/);
    await empty(t);
    const unknown = await t.page.evaluate(async (names) => {
      const help = await load();
      const told = [];
      help.on('error', ({ code, field }) => code === 'unknown-command' && told.push(field));
      help('open');
      await help('ready');
      // Without what they need they do nothing, or say bad-argument.
      for (const name of names) {
        help(name);
        help[name]();
      }
      help('frobnicate');
      await new Promise((resolve) => setTimeout(resolve, 100));
      return told;
    }, commands.map(({ name }) => name).filter((name) => name !== 'destroy'));
    same(unknown, ['frobnicate'], 'unknown commands');
  },

  'the loader takes every field of the context that the types name, and says so of any other': async (t) => {
    const { context } = read(root, process.env.KH_NPM);
    const sample = ({ name, values }) => (values[0] === 'number' ? 8900 : name === 'dueDate' ? '2026-11-30' : 'x');
    const fields = Object.fromEntries(context.map((field) => [field.name, sample(field)]));
    t.allow(/context-unknown-field/);
    await empty(t);
    const told = await t.page.evaluate(async (fields) => {
      const help = await load();
      const told = [];
      help.on('error', (error) => told.push(error));
      help.open();
      help.context({ ...fields, surprise: 'x' });
      await help.ready();
      return told;
    }, fields);
    same(told, [{ code: 'context-unknown-field', field: 'surprise' }], 'errors');
  },

  'the tags of docs/embedding.md work as they are written': async (t) => {
    const guide = readFileSync(`${root}docs/embedding.md`, 'utf8');
    const blocks = [...guide.matchAll(/```html\n([^]*?)```/g)].map((match) => match[1]);
    // The others leave something out: a hash, a nonce, the rest of the page.
    const tags = blocks.filter((block) => block.includes('/v1/klarna-help.js') && !block.includes('…'));
    const queue = blocks.find((block) => block.includes('KlarnaHelp.q.push'));
    check(tags.length === 3 && queue, `${tags.length} tags in the guide`);
    const ours = (text) =>
      text.replaceAll('https://help.example.com', t.portal.url).replaceAll('your-client-id', 'demo-shop');
    for (const tag of tags) {
      await serve(t, { 'page.html': html('<h1>Shop</h1>', ours(tag) + ours(queue)) });
      await t.visit('packages/page.html');
      await t.open();
      await t.app.getByText('Because your payment was declined').first().waitFor();
    }
  },

  'react: under StrictMode there is one launcher, commands and events work, and nothing stays when the provider goes': async (t) => {
    const { script } = await react(t.portal.url);
    await serve(t, { 'react.html': html('<div id="root"></div><script src="react.js"></script>'), 'react.js': script });
    await t.visit('packages/react.html');
    await t.launcher.waitFor();
    same([await t.launcher.count(), await tags(t)], [1, 1], 'launchers and tags');
    await t.page.getByText('Talk to us').click();
    await t.heading('Talk to a person').waitFor();
    await t.page.evaluate(() => window.KlarnaHelp.close());
    await t.page.getByText('opened closed', { exact: true }).waitFor();

    await t.page.getByText('Provider').click();
    await t.page.waitForFunction(() => !window.KlarnaHelp);
    same(await t.page.locator('klarna-help, iframe').count(), 0, 'elements left');
    await t.page.getByText('Provider').click();
    await t.open();
    same([await t.launcher.count(), await tags(t)], [1, 1], 'launchers and tags, the second time');
  },

  'react: with keep the widget outlives its provider': async (t) => {
    const { script } = await react(t.portal.url);
    await serve(t, { 'react.html': html('<div id="root"></div><script src="react.js"></script>'), 'react.js': script });
    await t.visit('packages/react.html?keep');
    await t.launcher.waitFor();
    await t.page.getByText('Provider').click();
    await t.page.getByText('Talk to us').waitFor({ state: 'detached' });
    await t.open();
  },

  'react: what a server has drawn is taken over without a word': async (t) => {
    const { script, markup } = await react(t.portal.url);
    check(markup.includes('<klarna-help inline="" to="article:payment-declined" class="card">'), markup);
    const page = html(`<div id="root">${markup}</div><script src="react.js"></script>`);
    await serve(t, { 'react.html': page, 'react.js': script });
    await t.visit('packages/react.html?inline');
    await t.page.locator('klarna-help:not([inline]) [part=launcher]').click();
    await t.page.getByText('opened', { exact: true }).waitFor();
    same(await t.page.locator('klarna-help').count(), 2, 'an element in the page, and one with the launcher');
    await t.page.locator('klarna-help[inline] input').waitFor();
  },

  'react: what changes in the configuration is passed on': async (t) => {
    const { script } = await react(t.portal.url);
    await serve(t, { 'react.html': html('<div id="root"></div><script src="react.js"></script>'), 'react.js': script });
    await t.visit('packages/react.html');
    await t.launcher.waitFor();
    const scheme = () => t.launcher.evaluate((e) => getComputedStyle(e).colorScheme);
    same(await scheme(), 'light', 'before');
    await t.page.getByText('Dark').click();
    await t.page.waitForFunction(() => {
      const launcher = document.querySelector('klarna-help').shadowRoot.querySelector('[part=launcher]');
      return getComputedStyle(launcher).colorScheme === 'dark';
    });
  },
};
