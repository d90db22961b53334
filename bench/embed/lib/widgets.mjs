// What is compared: our widget in its two mounts, and the public yardsticks. How each is put on a page, and where its
// launcher, its dialog, its search field and its answers are. A new yardstick is one more entry.
//
// `launcher`, `shell` (the dialog), `gone` (the app has taken the place of what was drawn before it) and `answers` are
// sources of functions that run in the page. `answers` is null where the widget's own server cannot be reached from here.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const part = (name) => `__khBench.find('klarna-help')?.shadowRoot?.querySelector('[part~=${name}]')`;

const ours = (portal, attributes) => ({
  head: `<script async src="${portal}/v1/klarna-help.js" data-client-id="demo-shop" data-locale="en-GB"${attributes}></script>`,
});

const klarna = (name, title, attributes, portal) => ({
  name,
  title,
  ours: true,
  tags: ours(portal, attributes),
  prefetched: ours(portal, `${attributes} data-prefetch="idle"`),
  afterLoad: {
    foot: `<script>addEventListener('load', () => setTimeout(() => { const s = document.createElement('script'); s.src = '${portal}/v1/klarna-help.js'; s.dataset.clientId = 'demo-shop'; s.dataset.locale = 'en-GB'; document.head.append(s); }, 500));</script>`,
  },
  script: /\/v1\/klarna-help\.js/,
  query: 'declined',
  launcher: `() => ${part('launcher')}`,
  shell: `() => ${part('panel')}`,
  gone: `() => ${part('panel')}?.querySelector('[part~=shell], header')?.checkVisibility() === false`,
  // The app's own list for this query: a home without a query has topics, and the field is empty.
  answers: `() => __khBench.find('.kh-app .kh-card, #app .kh-card') && !__khBench.find('.kh-topic')`,
});

/** Every widget, and `remove` for what was made for them. */
export function widgets(portal, host, packages) {
  const modules = join(packages, 'node_modules');
  host.add('/docsearch/docsearch.js', join(modules, '@docsearch/js/dist/umd/docsearch.js'));
  host.add('/docsearch/style.css', join(modules, '@docsearch/css/dist/style.css'));
  const folder = index(modules);
  host.add('/pagefind', join(folder, 'site/pagefind'));
  const all = [
    klarna('frame', 'Klarna Help, frame', '', portal),
    klarna('inline', 'Klarna Help, inline', ' data-mount="inline"', portal),
    {
      name: 'docsearch',
      title: '@docsearch/js 5.2.0',
      tags: {
        head: '<link rel="stylesheet" href="/docsearch/style.css"><script defer src="/docsearch/docsearch.js" onload="docsearch({container:\'#docsearch\',appId:\'BENCHBENCH\',apiKey:\'0123456789abcdef\',indices:[\'bench\']})"></script>',
        body: '<div id="docsearch"></div>',
      },
      script: /\/docsearch\/docsearch\.js/,
      query: 'declined',
      launcher: `() => document.querySelector('.DocSearch-Button')`,
      shell: `() => document.querySelector('.DocSearch-Modal')`,
      gone: null,
      answers: null,
    },
    {
      name: 'pagefind',
      title: 'Pagefind component UI 1.5.2',
      tags: {
        head: '<link rel="stylesheet" href="/pagefind/pagefind-component-ui.css"><script type="module" src="/pagefind/pagefind-component-ui.js"></script>',
        body: '<pagefind-modal-trigger></pagefind-modal-trigger>',
        foot: '<pagefind-modal></pagefind-modal>',
      },
      script: /\/pagefind\/pagefind-component-ui\.js/,
      query: 'declined',
      launcher: `() => document.querySelector('pagefind-modal-trigger button')`,
      shell: `() => document.querySelector('pagefind-modal dialog')`,
      gone: null,
      answers: `() => document.querySelector('pagefind-modal .pf-result-link')`,
    },
  ];
  return { all, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** No widget: a button that puts an empty frame of another site into the page. What a browser takes for any frame. */
export const bareFrame = (host) => ({
  name: 'bare frame',
  tags: {
    foot: `<button id="bare" style="position:fixed;inset:auto 20px 20px auto">Help</button><script>document.getElementById('bare').onclick = () => {
      const frame = document.createElement('iframe');
      frame.onload = () => dispatchEvent(new Event('klarna-help:ready'));
      frame.src = '${host.empty().replace('localhost', '127.0.0.1')}';
      document.body.append(frame);
    };</script>`,
  },
  launcher: `() => document.getElementById('bare')`,
});

// Pagefind's index of the demo's pages, made by its own program.
function index(modules) {
  const folder = mkdtempSync(join(tmpdir(), 'kh-bench-index-'));
  const site = join(folder, 'site');
  mkdirSync(site);
  cpSync(new URL('../../../demo/', import.meta.url).pathname, site, { recursive: true });
  execFileSync(process.execPath, [join(modules, 'pagefind/lib/runner/bin.cjs'), '--site', site], { stdio: 'pipe' });
  return folder;
}
