// Times of keystrokes, in a page of headless Chromium: the module and the public engines, one after the other.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { Chrome } from '../../embed/lib/chrome.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' };

// Orama's plug-in names Orama as a package does.
const ORAMA = Object.fromEntries(
  ['', '/components', '/trees', '/internals'].map((part) => [`@orama/orama${part}`, `/modules/@orama/orama/dist/browser${part || '/index'}.js`]),
);
const PAGE = `<!doctype html><title>bench</title><script type="importmap">${JSON.stringify({ imports: ORAMA })}</script>`;

/** Serves folders by their first part of the path. Isolated, so that the page's clock has 5 µs. */
async function serve(folders) {
  const server = createServer(async (request, response) => {
    const [, folder, ...rest] = new URL(request.url, 'http://localhost').pathname.split('/');
    const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
    try {
      const body = folder === '' ? PAGE : await readFile(join(folders[folder] ?? '/nowhere', normalize(rest.join('/'))));
      response.writeHead(200, { ...headers, 'content-type': folder === '' ? 'text/html' : (TYPES[extname(request.url)] ?? 'application/octet-stream') });
      response.end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** What runs in the page: builds one engine, and chooses what is typed. */
async function inPage({ name, corpus, most }) {
  const { docs, queries, k } = await (await fetch(`/corpora/${corpus}.json`)).json();
  const typed = queries.filter((_, at) => at % Math.ceil(queries.length / most) === 0);
  let ask;
  let ready;
  if (name === 'ours') {
    const { default: start, Engine } = await import('/module/klarna_help_bench_search.js');
    await start({ module_or_path: '/module/klarna_help_bench_search_bg.wasm' });
    const bytes = new Uint8Array(await (await fetch(`/corpora/${corpus}.index`)).arrayBuffer());
    const loads = [];
    let engine;
    for (let round = 0; round < 5; round += 1) {
      const from = performance.now();
      engine = new Engine(bytes);
      loads.push(performance.now() - from);
    }
    ready = loads.sort((a, b) => a - b)[2];
    ask = (query) => engine.search(query, k);
  } else {
    const { engines } = await import('/lib/engines.mjs');
    const engine = engines(`${location.origin}/modules/`).find((other) => other.name === name);
    const from = performance.now();
    const built = await engine.build(docs);
    ready = performance.now() - from;
    ask = (query) => built.ask(query, k);
  }
  globalThis.bench = { ask, typed };
  return { ready };
}

/**
 * Times of each keystroke. Unthrottled it is asked three times and its best counts. A throttled CPU is one that stands still
 * three quarters of the time, in turns of milliseconds: there it is asked again for 8 ms, and the mean counts.
 */
function inPageTimed(rate) {
  const { ask, typed } = globalThis.bench;
  typed.slice(0, 40).forEach((query) => ask(query));
  const once = (query) => {
    const from = performance.now();
    ask(query);
    return performance.now() - from;
  };
  const times = typed.map((query) => {
    if (rate === 1) return Math.min(once(query), once(query), once(query));
    const from = performance.now();
    let rounds = 0;
    do {
      ask(query);
      rounds += 1;
    } while (performance.now() - from < 8);
    return (performance.now() - from) / rounds;
  });
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { p50: at(0.5), p95: at(0.95), max: times.at(-1), count: times.length };
}

/** Times of every engine for every corpus, at each CPU rate; a page of its own each. */
export async function timing({ folders, corpora, names, rates, most }) {
  const site = await serve(folders);
  const chrome = await Chrome.launch();
  const rows = [];
  try {
    for (const corpus of corpora) {
      for (const name of names) {
        const { targetId } = await chrome.send('Target.createTarget', { url: `${site.url}/` });
        const { sessionId } = await chrome.send('Target.attachToTarget', { targetId, flatten: true });
        await chrome.send('Runtime.enable', {}, sessionId);
        const run = async (script, argument) => {
          const expression = `(${script})(${JSON.stringify(argument ?? null)})`;
          const answer = await chrome.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId);
          if (answer.exceptionDetails) throw new Error(`${name}, ${corpus}: ${answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text}`);
          return answer.result.value;
        };
        // A page that is still on its way has no origin to fetch from, and for a moment nothing to ask in.
        const there = () => run(() => location.protocol === 'http:' && document.readyState === 'complete').catch(() => false);
        while (!(await there())) continue;
        const { ready } = await run(inPage, { name, corpus, most: corpus > 1000 ? most / 2 : most });
        const row = { corpus, name, ready, at: {} };
        for (const rate of rates) {
          await chrome.send('Emulation.setCPUThrottlingRate', { rate }, sessionId);
          row.at[rate] = await run(inPageTimed, rate);
        }
        rows.push(row);
        console.log(`${corpus} articles, ${name}: ${rates.map((rate) => `×${rate} p95 ${row.at[rate].p95.toFixed(2)} ms`).join(', ')}`);
        await chrome.send('Target.closeTarget', { targetId });
      }
    }
    return { rows, browser: chrome.version };
  } finally {
    await chrome.close();
    site.close();
  }
}
