// What help costs while it opens and once it is open: the host page's own main thread, heaps, private memory.
//
// Nothing is typed here, for typing costs too: the click, and then the app's own word that it is ready.
import { aim, click } from './click.mjs';
import { privateBytes, processOf } from './memory.mjs';
import { Visit } from '../lib/visit.mjs';

async function look(chrome, profile, widget, url, clicks) {
  const visit = await Visit.start(chrome, profile);
  try {
    await visit.send('Performance.enable');
    await visit.go(url, 400);
    const at = await aim(visit, widget);
    const host = await processOf(chrome, visit);
    const heap = await visit.heap();
    const main = await visit.mainThread();
    if (clicks) {
      await click(visit, at);
      await visit.said('ready');
    }
    await visit.settled(400);
    const { cpu, busy } = await visit.mainThread();
    const frame = visit.children?.find((child) => child.type === 'iframe')?.session;
    const result = { cpu: cpu - main.cpu, busy: busy - main.busy, heap: (await visit.heap()) - heap, hostPrivate: privateBytes(host) };
    if (!frame) return result;
    return { ...result, frameHeap: await visit.heap(frame), framePrivate: privateBytes(await processOf(chrome, visit, frame)) };
  } finally {
    await visit.end();
  }
}

/** A visit that opens and waits until the app is ready, less one of the same page that only waits. */
export async function cost(chrome, profile, widget, url) {
  const idle = await look(chrome, profile, widget, url, false);
  const open = await look(chrome, profile, widget, url, true);
  for (const field of ['cpu', 'busy', 'heap', 'hostPrivate']) open[field] -= idle[field];
  return open;
}
