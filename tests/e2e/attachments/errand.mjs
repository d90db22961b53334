// Files of a case: chosen, dropped, pasted; made smaller and without a place; cancelled, broken off and gone on with.
import { FAKE, LONG, PDF, attached, bring, entry, photo } from '../lib/files.mjs';
import { check, same } from '../lib/world.mjs';

const send = (t) => t.app.getByRole('button', { name: 'Send', exact: true });
const broken = /Failed to load resource|net::ERR/;

async function form(t) {
  await t.visit('checkout.html');
  await t.open();
  await t.navigate('case');
  await t.heading('Tell us what happened').waitFor();
  await t.writeCase();
}

const choose = (t, files) => t.app.locator('input[type=file]:not([capture])').last().setInputFiles(files);

/** What the portal got of the uploads: [method, body or length]. */
function uploads(t) {
  const seen = [];
  t.page.on('request', (r) => {
    if (r.url().includes('/uploads')) seen.push({ method: r.method(), url: r.url(), body: r.postDataBuffer(), headers: r.headers() });
  });
  return seen;
}

export const tests = {
  'a photo and a PDF go along with the case; the photo is smaller and knows no place': async (t) => {
    await form(t);
    const seen = uploads(t);
    check(await t.app.getByText('10 MB each, 25 MB together').isVisible(), 'the limits are there before choosing');
    await choose(t, [await photo(t.page), PDF]);
    await attached(t, 'photo.jpg');
    await attached(t, 'receipt.pdf');
    await t.inspect('attached');
    const bytes = Buffer.concat(seen.filter((r) => r.method === 'PATCH').map((r) => r.body ?? Buffer.alloc(0)));
    check(bytes.length > 1000 && !bytes.includes('GPS-59'), 'the place stays on the device');
    check(seen.filter((r) => r.method === 'PATCH').every((r) => /^sha256 /.test(r.headers['upload-checksum'] ?? '')), 'checksums');
    let sent;
    t.page.on('request', (r) => r.method() === 'POST' && r.url().endsWith('/cases') && (sent = r.postDataJSON()));
    await send(t).click();
    await t.receipt();
    same(sent.attachments.length, 2, 'attachments');
  },

  'what cannot go is refused at once, by its name and with the reason': async (t) => {
    await form(t);
    const seen = uploads(t);
    const big = { name: 'film.txt', mimeType: 'text/plain', buffer: Buffer.alloc(10 * 1024 * 1024 + 1, 'a') };
    await choose(t, [FAKE, big, { name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }]);
    for (const words of ['photo.png is no picture, PDF or text', 'film.txt is larger than 10 MB', 'nothing.txt is empty']) {
      await t.app.getByText(words).waitFor();
    }
    await t.inspect('refused');
    same(seen.length, 0, 'requests');
    same(await t.app.locator('.kh-files li').count(), 0, 'files');
  },

  'a screenshot is pasted and a file dropped, and text that is pasted stays text': async (t) => {
    await form(t);
    const png = await t.page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 30 });
      canvas.getContext('2d').fillRect(0, 0, 20, 20);
      return canvas.toDataURL('image/png').split(',')[1];
    });
    await bring(t, 'paste', { name: 'image.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
    await attached(t, 'image.png');
    await bring(t, 'drop', PDF);
    await attached(t, 'receipt.pdf');
    await send(t).click();
    await t.receipt();
  },

  'an upload breaks off with the network, goes on where it was, and the case waits for it': async (t) => {
    t.allow(broken);
    await form(t);
    const seen = uploads(t);
    let stretches = 0;
    await t.page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      stretches += 1;
      if (stretches === 2) {
        await t.context.setOffline(true);
        return route.abort('connectionreset');
      }
      return route.continue();
    });
    await choose(t, LONG);
    await entry(t, 'mails.txt').getByText('Waiting for a connection').waitFor();
    await send(t).click();
    await t.app.getByText('Waiting for your files').waitFor();
    await t.inspect('waits-for-files');
    await t.context.setOffline(false);
    await t.receipt();
    const heads = seen.filter((r) => r.method === 'HEAD').length;
    check(heads >= 1, 'it asked where it was');
    const sizes = seen.filter((r) => r.method === 'PATCH').map((r) => Number(r.headers['upload-offset']));
    same(sizes.filter((at) => at === 0).length, 1, 'times it began');
  },

  'a file is taken out while it is sent, and the portal forgets it': async (t) => {
    t.allow(broken);
    await form(t);
    let hold;
    const held = new Promise((done) => (hold = done));
    await t.page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() === 'PATCH') await held;
      return route.continue().catch(() => {});
    });
    await choose(t, LONG);
    const gone = t.page.waitForRequest((r) => r.method() === 'DELETE');
    await t.button('Remove mails.txt').click();
    await gone;
    hold();
    await entry(t, 'mails.txt').waitFor({ state: 'detached' });
    await send(t).click();
    await t.receipt();
  },

  'a file that the portal does not take is said, can be tried again, and never holds the case for good': async (t) => {
    t.allow(broken);
    await form(t);
    let down = true;
    await t.page.route('**/api/v1/uploads', (route) =>
      down && route.request().method() === 'POST'
        ? route.fulfill({ status: 415, contentType: 'application/problem+json', body: JSON.stringify({ type: 'x', title: 'x', status: 415, code: 'file-kind', fields: [], request_id: 'r' }) })
        : route.continue(),
    );
    await choose(t, PDF);
    await entry(t, 'receipt.pdf').getByText('is no picture, PDF or text').waitFor();
    await send(t).click();
    await t.button('Some files did not arrive').waitFor();
    down = false;
    await t.button('Try again: receipt.pdf').click();
    await attached(t, 'receipt.pdf');
    await send(t).click();
    await t.receipt();
  },
};
