// Drafts and sending: kept with consent and never without; offline it waits, and arrives once, from any tab.
import { call, method } from '../lib/commands.mjs';
import { LONG, attached, entry } from '../lib/files.mjs';
import { check, same } from '../lib/world.mjs';

const send = (t) => t.app.getByRole('button', { name: 'Send', exact: true });
const broken = /Failed to load resource|net::ERR/;
const stored = (t) => t.frame().evaluate(() => localStorage.length + sessionStorage.length);
const cases = (t) => t.portal.cases('list').split('\n').filter((line) => line.includes('KH-')).length;

async function begin(t, consent = true) {
  await t.withProfile();
  await t.visit('checkout.html');
  await t.open();
  if (consent) await call(t, 'consent', { storage: true });
}

async function write(t, words) {
  await t.navigate('case');
  await t.heading('Tell us what happened').waitFor();
  await t.writeCase(words);
}

async function reload(t, consent = true) {
  await t.page.reload();
  await t.open();
  if (consent) await call(t, 'consent', { storage: true });
  await t.navigate('case');
  await t.heading('Tell us what happened').waitFor();
}

const standing = (t, words) => t.app.locator('.kh-standing', { hasText: words }).waitFor({ timeout: 20_000 });
const description = (t) => t.app.getByLabel('What happened?').inputValue();

/** Another tab of the same customer, on another page of the shop, with help open. */
async function otherTab(t) {
  const other = await t.context.newPage();
  await other.goto(`${t.shop}/order.html`);
  await other.locator('klarna-help [part=launcher]').click();
  await other.frameLocator('klarna-help iframe').locator('.kh-app:visible h1').waitFor();
  return other;
}

export const tests = {
  'with consent a draft survives a reload and a closed tab, says so, and goes with its receipt': async (t) => {
    await begin(t);
    await write(t, 'I was charged twice for one order.');
    await standing(t, 'This device keeps it until you send it');
    await reload(t);
    same(await description(t), 'I was charged twice for one order.', 'after a reload');
    await t.app.getByText('It is not sent yet').waitFor();
    await t.inspect('restored');
    await t.page.close();
    t.page = await t.context.newPage();
    await t.visit('checkout.html');
    await t.open();
    await t.navigate('case');
    same(await description(t), 'I was charged twice for one order.', 'in another tab');
    const before = cases(t);
    await send(t).click();
    await t.receipt();
    same(cases(t) - before, 1, 'cases');
    same(await stored(t), 0, 'stored after the receipt');
  },

  'without consent nothing is stored and the form says so, until the customer ticks the box': async (t) => {
    await begin(t, false);
    await write(t, 'I was charged twice for one order.');
    await standing(t, 'Nothing is saved on this device');
    same(await stored(t), 0, 'stored while writing');
    await reload(t, false);
    same(await description(t), '', 'after a reload');
    await t.writeCase('I was charged three times.');
    await t.app.getByLabel('Keep this draft on this device').check();
    await standing(t, 'This device keeps it');
    await reload(t, false);
    same(await description(t), 'I was charged three times.', 'after the box was ticked');
    await t.button('Start again').click();
    same([await description(t), await stored(t)], ['', 0], 'after it was taken away');
  },

  'logout, reset and consent taken back clear what the device kept': async (t) => {
    await begin(t);
    const gone = () => t.frame().waitForFunction(() => localStorage.length === 0, null, { polling: 50 });
    for (const [command, ...rest] of [['logout'], ['reset'], ['consent', { storage: false }]]) {
      await call(t, 'consent', { storage: true });
      await write(t, `Before ${command} there was a draft.`);
      await t.frame().waitForFunction(() => localStorage.length > 0, null, { polling: 50 });
      await method(t, command, ...rest);
      await gone();
    }
    check(await t.app.getByLabel('Keep this draft on this device').isHidden(), 'not offered where the page said no');
  },

  'a case sent without a network says that it waits, and arrives once when it is back': async (t) => {
    t.allow(broken);
    await begin(t, false);
    await write(t, 'No network when I pressed send.');
    const before = cases(t);
    await t.context.setOffline(true);
    await send(t).click();
    await standing(t, 'Waiting for a connection');
    await standing(t, 'Keep this page open');
    await t.inspect('waiting');
    await t.context.setOffline(false);
    await t.receipt();
    same(cases(t) - before, 1, 'cases');
  },

  'a case that waits is sent by another tab after its own was closed, once': async (t) => {
    t.allow(broken);
    await begin(t);
    await write(t, 'The tab was closed while it waited.');
    const before = cases(t);
    const other = await otherTab(t);
    await t.context.setOffline(true);
    await send(t).click();
    await standing(t, 'You may close this page');
    await t.page.close();
    t.page = other;
    await t.context.setOffline(false);
    // The emulation tells frames of other pages nothing of the network.
    await t.frame().evaluate(() => window.dispatchEvent(new Event('online')));
    await other.frameLocator('klarna-help iframe').locator('[data-kh-live]', { hasText: 'Your waiting case was sent' }).first().waitFor({ state: 'attached', timeout: 20_000 });
    same(cases(t) - before, 1, 'cases');
    same(await stored(t), 0, 'stored');
  },

  'two tabs that both hear of the network send one case': async (t) => {
    t.allow(broken);
    await begin(t);
    await write(t, 'Two tabs were open while it waited.');
    const before = cases(t);
    const other = await otherTab(t);
    await t.context.setOffline(true);
    await send(t).click();
    await standing(t, 'Waiting for a connection');
    await t.context.setOffline(false);
    const frame = other.frames().find((f) => f.url().startsWith(`${t.portal.url}/frame/`));
    await frame.evaluate(() => window.dispatchEvent(new Event('online')));
    await t.receipt();
    same(cases(t) - before, 1, 'cases');
  },

  'a case that waits goes out when help is opened again': async (t) => {
    t.allow(broken);
    await begin(t);
    await write(t, 'The browser was closed while it waited.');
    const before = cases(t);
    await t.context.setOffline(true);
    await send(t).click();
    await standing(t, 'You may close this page');
    await t.page.close();
    await t.context.setOffline(false);
    t.page = await t.context.newPage();
    await t.visit('checkout.html');
    await t.open();
    await t.app.locator('[data-kh-live]', { hasText: 'Your waiting case was sent' }).first().waitFor({ state: 'attached', timeout: 20_000 });
    same(cases(t) - before, 1, 'cases');
  },

  'a file that was on its way goes on after a reload': async (t) => {
    t.allow(broken);
    await begin(t);
    await write(t, 'The mails are in the file.');
    let stretches = 0;
    await t.page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() === 'PATCH' && (stretches += 1) > 1) return route.abort('connectionreset');
      return route.continue();
    });
    await t.app.locator('input[type=file]:not([capture])').last().setInputFiles(LONG);
    await entry(t, 'mails.txt').getByText(/Sending: [1-9]/).waitFor();
    await t.page.unroute('**/api/v1/uploads/*');
    const first = [];
    t.page.on('request', (r) => r.method() === 'PATCH' && first.push(Number(r.headers()['upload-offset'])));
    await reload(t);
    await attached(t, 'mails.txt');
    check(first.length > 0 && !first.includes(0), `it went on, from ${first}`);
    await send(t).click();
    await t.receipt();
  },
};
