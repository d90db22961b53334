// A case with its evidence, sent while nothing answers: it waits, arrives once, and is followed to an agent's answer.
//
// The portal's address refuses every connection; the browser still believes in its network. That is what most broken
// networks look like, and all that WebKitWebDriver lets a test do. A browser that knows: 7-own-switch.mjs.
import { DESKTOP, check, same } from '../lib/customer.mjs';
import { PDF, PNG } from '../lib/files.mjs';

export const name = 'a case with files, sent while the portal is out of reach: it waits, arrives once, and is answered';

export async function run(c) {
  const { help, portal } = c.world;
  const before = portal.ids();
  let id;
  await c.session.size(...DESKTOP);
  await c.step('a category is chosen, and the form filled in: with the date, and a line of evidence', async () => {
    await c.visit('checkout.html');
    await c.press(() => c.part('[part=launcher]'));
    await c.toCaseForm();
    await c.write('goods-not-received', 'The parcel never came.');
    await c.press(() => c.field('The date it came, or should have come'));
    // Read alike as day/month and month/day: the order is the engine's.
    await c.keys('02/02/2025');
    same(await (await c.field('The date it came, or should have come')).getProperty('value'), '2025-02-02', 'date');
    await (await c.field('Tracking number or delivery message (optional)')).sendKeys('RR 123 456');
  });
  await c.step('a PNG for the evidence and a PDF are attached through their file inputs', async () => {
    await c.choose('kh-files-tracking', PNG);
    await c.choose('kh-files-', PDF);
    for (const file of [PNG, PDF]) await c.file(file, 'Attached');
    await c.photo('desktop-7-case-with-files');
  });
  await c.step('the customer agrees, and the draft is kept on the device; before that, nothing', async () => {
    same(await c.stored(), 0, 'stored without consent');
    await c.agree();
    check((await c.stored()) > 0, 'something is stored');
  });
  await c.step('the portal is out of reach: Send says that the case waits', async () => {
    help.forget();
    await help.away();
    await c.send();
    await c.standing('Waiting for a connection');
    await c.standing('You may close this page');
    check(await c.inFrame(() => navigator.onLine), 'the browser believes in its network');
    await c.photo('desktop-8-waiting');
    same(portal.ids(), before, 'cases');
  });
  await c.step('it is back: the receipt comes by itself, and the portal has the case once, with all of it', async () => {
    await help.back();
    id = await c.receipt();
    once(c, before, id);
    const { case: stored, files } = portal.export(id);
    same([stored.happenedOn, stored.evidence], ['2025-02-02', [{ key: 'tracking', note: 'RR 123 456' }]], 'evidence');
    const kinds = files.map(({ file }) => [file.name, file.mediaType]).sort();
    same(kinds, [[PNG.name, PNG.mimeType], [PDF.name, PDF.mimeType]], 'files');
  });
  await c.step('nothing is left of the draft on the device', async () => {
    await c.until('an empty storage', async () => (await c.stored()) === 0);
  });
  await c.step('the case is followed: its status, its files', async () => {
    await c.press(() => c.button('Follow your case'));
    await c.inApp('//p[contains(@class, "kh-state")][contains(., "Received")]');
    for (const file of [PNG, PDF]) await c.button(`Save ${file.name}`);
  });
  await c.step('an agent answers: it appears without a reload', async () => {
    await c.inFrame(() => void (window.sameDocument = true));
    portal.reply(id, 'Kim', 'Your parcel was found.');
    await c.inApp('//ol[contains(@class, "kh-timeline")]/li[contains(., "Kim answered")][contains(., "Your parcel was found.")]');
    check(await c.inFrame(() => window.sameDocument), 'no reload');
    await c.photo('desktop-9-answered');
    once(c, before, id);
  });
}

function once(c, before, id) {
  same(c.world.portal.ids().filter((other) => !before.includes(other)), [id], 'new cases');
  same(c.world.help.requests.filter((line) => line === 'POST /api/v1/cases').length, 1, 'times it reached the portal');
}
