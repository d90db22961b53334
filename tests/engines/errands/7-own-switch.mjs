// A browser that is offline by its own switch, and knows: only BiDi has one, so Chromium and Firefox.
import { DESKTOP, check, same } from '../lib/customer.mjs';

export const name = 'a browser that is offline: the case waits, and goes once at the moment it is online';
export const runsIn = (engine) => engine.offline;

export async function run(c) {
  try {
    await errand(c);
  } finally {
    await c.session.network(true);
  }
}

async function errand(c) {
  const { help, portal } = c.world;
  const before = portal.ids();
  await c.session.size(...DESKTOP);
  await c.step('offline, a case is sent: it waits', async () => {
    await c.visit('checkout.html');
    await c.press(() => c.part('[part=launcher]'));
    await c.toCaseForm();
    await c.write('payment-declined', 'Declined twice, and I do not know why.');
    await c.agree();
    help.forget();
    await c.session.network(false);
    await c.send();
    await c.standing('Waiting for a connection');
    check(!(await c.inFrame(() => navigator.onLine)), 'the browser knows that it has no network');
    same([help.requests, portal.ids()], [[], before], 'requests, cases');
  });
  await c.step('online, its receipt comes, and there is one case', async () => {
    await c.session.network(true);
    const id = await c.receipt();
    same(portal.ids().filter((other) => !before.includes(other)), [id], 'new cases');
    same(help.requests.filter((line) => line === 'POST /api/v1/cases').length, 1, 'times it reached the portal');
  });
}
