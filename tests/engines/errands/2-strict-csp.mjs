// The strictest policy a payment page has: two hosts and nothing else.
import { DESKTOP, same } from '../lib/customer.mjs';

export const name = 'the strict-CSP page: a case is sent, and no policy is violated';
/** Ours, made on purpose; and the shop's own icon, which two of the engines ask for although its policy forbids it. */
export const allowed = /violation\.invalid|\/favicon\.ico/;

export async function run(c) {
  const { help, shop } = c.world;
  await c.session.size(...DESKTOP);
  await c.step('the page has its policy, and help opens', async () => {
    await c.visit('strict-csp.html');
    const { headers } = await fetch(`${shop.url}/strict-csp.html`);
    const policy = headers.get('content-security-policy').split(';').slice(0, 3).map((part) => part.trim());
    same(policy, ["default-src 'none'", `script-src ${help.url}`, `frame-src ${help.url}`], 'policy');
    await c.press(() => c.part('[part=launcher]'));
    await c.heading('How can we help?');
    await c.photo('desktop-5-strict');
  });
  await c.step('a case is sent', async () => {
    await c.press(() => c.button('Talk to a person'));
    await c.press(() => c.button('Send us a case'));
    await c.sendCase();
  });
  // A violation of our own is reported by every engine after those that were there before: it is the only one.
  await c.step('no violation was reported, but the one made on purpose: on the page', async () => {
    await c.onPage(violate);
    await reported(c, shop);
  });
  await c.step('the same in the frame', async () => {
    await c.inFrame(violate);
    await reported(c, help);
  });
}

function violate() {
  new Image().src = 'http://violation.invalid/x.png';
}

async function reported(c, front) {
  await c.until('a report', () => front.violations.some((line) => line.includes('violation.invalid')));
  const others = front.violations.filter((line) => !allowed.test(line));
  same(others, [], 'violations');
}
