// Every wrong message there is, to the frame, to this window, and over ports of its own.
// A host page's script can reach the frame's window: what it cannot do is be taken for the loader.
const LONG = 'x'.repeat(25_000);
const LOOP = {};
LOOP.self = LOOP;

const BAD = [
  undefined, null, 0, NaN, '', 'hello', LONG, true, [], [[]], {}, LOOP, new Date(0), new Map([[1, 2]]), new Uint8Array(64),
  { kh: 1 }, { kh: 2, type: 'hello' }, { kh: '1', type: 'hello' }, { kh: 1, type: 'HELLO' }, { kh: 1, type: ['hello'] },
  { kh: 1, type: 'hello' }, { kh: 1, type: 'connect' },
  { kh: 1, type: 'connect', config: { clientId: 'other', locale: 'xx' }, context: { paymentStatus: 'declined' } },
  { kh: 1, type: 'connect', config: LONG, context: LONG }, { kh: 1, type: 'connect', config: LOOP, context: LOOP },
  { v: 1 }, { v: 2, type: 'navigate', to: 'contact' }, { v: '1', type: 'navigate', to: 'contact' }, { v: 1, type: 7 },
  { v: 1, type: 'navigate', to: 'contact' }, { v: 1, type: 'navigate', to: LONG }, { v: 1, type: 'search', text: 'noise' },
  { v: 1, type: 'open' }, { v: 1, type: 'closed' }, { v: 1, type: 'close' }, { v: 1, type: 'ready' },
  { v: 1, type: 'failed', code: 'wasm-failed' }, { v: 1, type: 'event', name: 'case-receipt', data: { category: 'other' } },
  { v: 1, type: 'event', name: LONG, data: LONG }, { v: 1, type: 'identify', token: 'stolen' }, { v: 1, type: 'reset' },
  { v: 1, type: 'prefill', fields: { email: 'mallory@example.org' } }, { v: 1, type: 'context', context: { orderId: 'FORGED' } },
  { v: 1, type: 'handover', handover: { to: 'case' } }, { v: 1, type: 'need-token' }, { v: 1, type: 'locale', locale: 'xx' },
  { v: 1, type: '__proto__' }, { v: 1, type: 'constructor' }, JSON.parse('{"v":1,"type":"context","__proto__":{"x":1}}'),
];

window.noise = async (times) => {
  const frames = [...document.querySelectorAll('klarna-help')].flatMap((e) => [...(e.shadowRoot?.querySelectorAll('iframe') ?? [])]);
  const kept = [];
  for (let i = 0; i < times; i += 1) {
    const message = BAD[i % BAD.length];
    const to = [window, ...frames.map((frame) => frame.contentWindow)][i % (frames.length + 1)];
    if (i % 7) {
      to.postMessage(message, '*');
    } else {
      // With a port, as the loader's own has.
      const channel = new MessageChannel();
      channel.port1.onmessage = (event) => (window.answered ??= []).push(event.data);
      to.postMessage(message, '*', [channel.port2]);
      channel.port1.postMessage({ v: 1, type: 'navigate', to: 'contact' });
      kept.push(channel.port1);
    }
    if (i % 500 === 499) await new Promise((resolve) => setTimeout(resolve));
  }
  await new Promise((resolve) => setTimeout(resolve));
  kept.forEach((port) => port.close());
  document.querySelector('#sent').textContent = `${times} sent.`;
};

document.querySelector('#noise').addEventListener('click', () => window.noise(20_000));
