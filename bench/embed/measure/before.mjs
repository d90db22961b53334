// What a page pays before anyone wants help: the checkout with and without a widget, load beside load.
//
// The bare page and ours stand beside each other and change places from round to round, and the yardsticks come now
// before, now after them, so that a slow drift of the machine falls on both sides of a pair.
import { processCount } from './memory.mjs';
import { Visit } from '../lib/visit.mjs';
import { scriptCost } from '../lib/trace.mjs';

/** One load in a fresh context, looked at when it has come to rest. */
export async function load(chrome, profile, url, launcher) {
  const visit = await Visit.start(chrome, profile);
  try {
    await visit.send('Performance.enable');
    await visit.go(url, 400);
    if (launcher) await visit.until(`(${launcher})()`);
    const main = await visit.mainThread();
    const page = await visit.run(`(() => {
      const { longTasks, shift, lcp, fcp } = __khBench;
      const blocking = longTasks.filter(([start]) => start >= fcp).reduce((sum, [, ms]) => sum + Math.max(0, ms - 50), 0);
      return { lcp, fcp, cls: shift, tbt: blocking, longTasks: longTasks.length };
    })()`);
    const requests = visit.requests.filter((request) => !request.failed);
    return {
      ...page,
      ...main,
      heap: await visit.heap(),
      processes: await processCount(chrome),
      requests: requests.length,
      bytes: requests.reduce((sum, request) => sum + request.bytes, 0),
      // Without the page's own document, in which the tag itself weighs some thirty bytes.
      body: requests.filter(({ type }) => type !== 'Document').reduce((sum, request) => sum + request.body, 0),
    };
  } finally {
    await visit.end();
  }
}

/** `rounds` loads of the bare page and of every widget's; the yardsticks' only in every other round. */
export async function pairs(chrome, profile, rounds, bare, subjects) {
  const result = { bare: [], ...Object.fromEntries(subjects.map(({ name }) => [name, []])) };
  for (let round = 0; round < rounds; round += 1) {
    const pair = [{ name: 'bare', url: bare }, ...subjects.filter(({ ours }) => ours)];
    const others = round % 2 ? [] : subjects.filter(({ ours }) => !ours);
    if (round % 2) pair.reverse();
    const order = round % 4 ? [...others, ...pair] : [...pair, ...others];
    for (const { name, url, launcher } of order) result[name][round] = await load(chrome, profile, url, launcher);
  }
  return result;
}

/** Main-thread CPU of the widget's own script, as the trace ascribes it, in ms. Loads of their own: tracing costs too. */
export async function attributed(chrome, profile, rounds, { url, launcher, script }) {
  const costs = [];
  for (let round = 0; round < rounds; round += 1) {
    const visit = await Visit.start(chrome, profile);
    try {
      costs.push(await scriptCost(chrome, script, async () => {
        await visit.go(url, 400);
        await visit.until(`(${launcher})()`);
      }));
    } finally {
      await visit.end();
    }
  }
  return costs;
}
