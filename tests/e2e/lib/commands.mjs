// The public commands as a page gives them, and the events it hears.
//
// Not here: what they should do (errands), the world a test lives in (world.mjs).
import { same } from './world.mjs';

/** Gathers the requests that the portal gets. */
export function requests(t) {
  const seen = [];
  t.page.on('request', (r) => r.url().startsWith(t.portal.url) && seen.push(r));
  return seen;
}

/** A command in the function form. */
export const call = (t, ...command) => t.page.evaluate((command) => void window.KlarnaHelp(...command), command);

/** The same in the method form. */
export const method = (t, name, ...rest) => t.page.evaluate(([name, rest]) => void window.KlarnaHelp[name](...rest), [name, rest]);

/** Collects events of these names, by handler and on the element: [name] or [name, data]. */
export const listen = (t, names) =>
  t.page.evaluate((names) => {
    window.__events = [];
    window.__dom = [];
    for (const name of names) {
      window.KlarnaHelp.on(name, (data) => window.__events.push(data === undefined ? [name] : [name, data]));
      document.addEventListener(`klarna-help:${name}`, (e) => window.__dom.push(e.detail === null ? [name] : [name, e.detail]));
    }
  }, names);

export const events = (t) => t.page.evaluate(() => window.__events);

/** Waits until there are as many events as expected; they are those, in this order unless `anyOrder`. Then forgets them. */
export async function expectEvents(t, expected, what, { anyOrder = false } = {}) {
  await t.page.waitForFunction((n) => window.__events.length >= n, expected.length, { polling: 50, timeout: 3_000 }).catch(() => {});
  const [heard, dom] = await t.page.evaluate(() => [window.__events.splice(0), window.__dom.splice(0)]);
  const order = (list) => (anyOrder ? list.map((entry) => JSON.stringify(entry)).sort() : list);
  same(order(heard), order(expected), what);
  same(dom, heard, `${what}, on the element`);
}
