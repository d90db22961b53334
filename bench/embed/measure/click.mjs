// From the click on the launcher to the dialog's first paint, to a field that takes keys, to the first answers.
//
// Real input: the mouse button and every key go through the browser's input queue, none of them waits for the page.
// The first key is sent in the same breath as the click; a widget that has not focused its field by then loses it, and
// gets another as soon as its field has focus. Times run from the click event's own time stamp.
import { Visit } from '../lib/visit.mjs';

const key = (letter) => ({ key: letter, code: `Key${letter.toUpperCase()}`, windowsVirtualKeyCode: letter.toUpperCase().charCodeAt(0) });

/** How long a page may take to carry a key into the frame, before it counts as lost. */
const CARRIED_MS = 500;

async function press(visit, letter) {
  const down = visit.send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter, ...key(letter) });
  const up = visit.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key(letter) });
  await Promise.all([down, up]);
}

const mouse = (visit, type, { x, y }) => visit.send('Input.dispatchMouseEvent', { type, x, y, button: type === 'mouseMoved' ? 'none' : 'left', clickCount: 1 });

/** Where the launcher is, in the middle. */
export async function aim(visit, { launcher }) {
  await visit.until(`(${launcher})()?.checkVisibility()`);
  return visit.run(`(() => { const box = (${launcher})().getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; })()`);
}

/** A click, whose answers are not waited for. */
export function click(visit, at) {
  return Promise.all([mouse(visit, 'mousePressed', at), mouse(visit, 'mouseReleased', at)]);
}

/**
 * Visits `url`, clicks, types the query, waits for answers. `how`: hover (ms before the click), offline, context (a
 * browser context that was here before), rest (ms of quiet before the click).
 */
export async function open(chrome, profile, widget, url, how = {}) {
  const answers = how.offline ? null : widget.answers;
  const visit = await Visit.start(chrome, profile, { context: how.context, answers });
  try {
    await visit.go(url, how.rest ?? 300);
    const at = await aim(visit, widget);
    await visit.run(`__khBench.arm(${widget.shell}, ${widget.gone})`);
    if (how.offline) await visit.offline();
    const before = visit.requests.length;
    if (how.hover) {
      await mouse(visit, 'mouseMoved', at);
      await new Promise((resolve) => setTimeout(resolve, how.hover));
    }
    const ready = !!visit.heard('ready');
    const clicked = click(visit, at);
    const lost = await type(visit, widget.query, ready);
    await clicked;
    const [start, painted] = await Promise.all([visit.said('click'), visit.said('painted')]);
    const since = (note) => (note ? note.at - start.at : NaN);
    const drawn = widget.gone && answers ? await visit.said('drawn', 20_000) : null;
    // An app that was ready opens on its home, whose offers are the first answers, and may focus no field.
    const noField = lost === null;
    const usable = noField ? null : await visit.said('usable');
    const found = noField ? drawn : answers ? await visit.said('answers', 20_000) : null;
    const needed = visit.requests.slice(before).filter((request) => request.end);
    await visit.settled(100, 2_000);
    const opening = visit.requests.slice(before).filter((request) => !request.failed);
    return {
      painted: since(painted),
      usable: since(usable),
      drawn: since(drawn),
      answers: since(later(found, drawn)),
      ready,
      shown: noField ? NaN : shown(await visit.run('__khBench.events'), start.at - (await visit.run('performance.timeOrigin'))),
      inp: await visit.run(`Math.max(0, ...__khBench.events.filter(([name]) => /^(pointer|mouse|click)/.test(name)).map(([, ms]) => ms))`),
      lost,
      typed: answers ? await typed(visit) : undefined,
      bytes: opening.reduce((sum, request) => sum + request.bytes, 0),
      body: opening.reduce((sum, request) => sum + request.body, 0),
      needed: found ? needed.reduce((sum, request) => sum + request.body, 0) : NaN,
      requests: opening.length,
      chain: opening.map((request) => ({
        url: request.url.replace(/^https?:\/\/[^/]+/, ''), bytes: request.bytes, cached: request.cached, frame: request.frame,
        at: request.at, firstByte: request.firstByte, end: request.end,
      })),
    };
  } finally {
    await visit.end();
  }
}

// From the click to the frame that showed the first key, by Event Timing: the browser's own word, in steps of 8 ms. It
// keeps no entry of an event that was shown in less than 16.
function shown(events, click) {
  const key = events.find(([name, , at]) => name === 'keydown' && at >= click);
  return key ? key[2] + key[1] - click : 16;
}

// Answers that lie behind the shell are none yet.
const later = (found, drawn) => (found && drawn && drawn.at > found.at ? drawn : found);

/** Types a query; returns how many keys fell into nothing before a field took one, or null if none took any. */
async function type(visit, query, ready) {
  let lost = 0;
  for (;;) {
    await press(visit, query[0]);
    // Whatever a page did with the key it has done before the browser says that the key was handled.
    if (await landed(visit, ready)) break;
    lost += 1;
    const focused = await visit.said('focused', ready ? 1_000 : 20_000).catch((error) => {
      if (!ready) throw error;
    });
    if (!focused) return null;
  }
  await Promise.all([...query.slice(1)].map((letter) => press(visit, letter)));
  return lost;
}

// The note comes on the heels of the key's answer; a frame's may be behind it by a message. Where the app was ready in a
// frame before the click, the page carries the key to it, which is heard of only there: that is waited for, and counts
// with all the time it takes. A key that nobody carries is lost all the same.
async function landed(visit, ready) {
  await visit.run('0');
  if (visit.heard('typed')) return true;
  const frames = (visit.children ?? []).some(({ type }) => type === 'iframe');
  return ready && frames && visit.said('typed', CARRIED_MS).then(() => true, () => false);
}

// The query as it stands in the end, wherever the app's own field is.
async function typed(visit) {
  const sessions = [undefined, ...(visit.children ?? []).filter((child) => child.type === 'iframe').map((child) => child.session)];
  const values = await Promise.all(sessions.map((session) => visit.run(
    `[...__khBench.roots].flatMap((root) => [...root.querySelectorAll('input[type=search], input[type=text], .pf-input')]).map((input) => input.value).filter(Boolean)`, session,
  ).catch(() => [])));
  return values.flat().at(-1) ?? '';
}
