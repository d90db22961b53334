// A case after it was sent: the receipt to keep, answers as they come, replies, and what a customer can do with it.
//
// Not here: ways to a case from elsewhere (lookup, identity), sending one (declined-payment, bad-weather).
import { readFileSync } from 'node:fs';
import { events, listen } from '../lib/commands.mjs';
import { follow, hears, send, sendHere } from '../lib/desk.mjs';
import { check, same } from '../lib/world.mjs';

/** Presses a button that saves a file; answers its name and what is in it. */
async function saved(t, name) {
  const [download] = await Promise.all([t.page.waitForEvent('download'), t.button(name).click()]);
  return [download.suggestedFilename(), readFileSync(await download.path(), 'utf8')];
}

const entry = (t, words) => t.app.locator('.kh-timeline li', { hasText: words });

export const tests = {
  'a receipt is kept as text, in the calendar and on paper': async (t) => {
    const id = await send(t);
    const [text, words] = await saved(t, 'Save as text');
    same(text, `${id}.txt`, 'name');
    check(words.includes(`Case ID: ${id}`) && /You hear from us by .*\d{4}/.test(words), words);
    const [ics, date] = await saved(t, 'Save the date to your calendar');
    same(ics, `${id}.ics`, 'name');
    check(/^BEGIN:VCALENDAR\r\n[^]*\r\nDTSTART;VALUE=DATE:\d{8}\r\n[^]*END:VCALENDAR\r\n$/.test(date), date);
    check(date.includes(`UID:${id}@klarna-help`), date);
    await t.frame().evaluate(() => (window.print = () => (window.__printed = true)));
    await t.button('Print').click();
    await t.frame().waitForFunction(() => window.__printed);
    await t.page.emulateMedia({ media: 'print' });
    check(await t.app.locator('.kh-case-id').isVisible(), 'the case ID is printed');
    check(await t.button('Print').isHidden(), 'no button is');
    await t.page.emulateMedia({ media: null });
    await t.inspect('receipt');
  },

  'an answer shows and is announced while the case is on the screen': async (t) => {
    const id = await follow(t);
    t.portal.reply(id, 'Kim', 'Your money is on its way.\n\nIt takes 3 days.');
    await entry(t, 'Kim answered').locator('.kh-said', { hasText: 'It takes 3 days.' }).waitFor();
    await hears(t, 'Kim has answered.');
    t.portal.cases('assign', id, 'Robin');
    await t.app.getByText('Robin has your case.').waitFor();
    await t.inspect('answered');
  },

  'an answer to a closed panel is on the launcher, in its name, and told to the page; seeing it takes it off': async (t) => {
    const id = await follow(t);
    await listen(t, ['unread']);
    await t.page.keyboard.press('Escape');
    await t.panel.waitFor({ state: 'hidden' });
    t.portal.reply(id, 'Kim', 'Your money is on its way.');
    await t.page.locator('klarna-help [part=launcher][data-n="1"]').waitFor();
    same(await t.launcher.getAttribute('aria-label'), 'Help (1 new)', 'name of the launcher');
    await t.inspectHost('badge');
    await t.launcher.click();
    await entry(t, 'Kim answered').waitFor();
    await t.page.locator('klarna-help [part=launcher]:not([data-n]):not([aria-label])').waitFor({ state: 'attached' });
    same(await events(t), [['unread', { count: 1 }], ['unread', { count: 0 }]], 'events');
  },

  'a reply is masked, arrives once after a failure, and is in the timeline': async (t) => {
    t.allow(/Failed to load resource/);
    const id = await follow(t);
    await t.app.getByLabel('Write to us about this case').fill('I paid with 4111 1111 1111 1111 and waited.');
    await t.app.getByText(/card number/i).first().waitFor();
    // The portal has it; its answer is lost.
    await t.page.route('**/messages', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    }, { times: 1 });
    await t.button('Send message').click();
    await t.app.locator('.kh-callout', { hasText: 'That did not reach us' }).waitFor();
    same(await t.app.getByLabel('Write to us about this case').inputValue(), 'I paid with 4111 1111 1111 1111 and waited.', 'what was written');
    await t.inspect('reply-failed');
    await t.button('Try again').click();
    await t.app.getByText('We have your message.').first().waitFor();
    same(await entry(t, 'You wrote').count(), 1, 'messages');
    check((await entry(t, 'You wrote').innerText()).includes('•••• 1111'), 'masked');
    check(!t.portal.cases('show', id).includes('4111 1111'), 'masked in the portal');
    same(await t.app.getByLabel('Write to us about this case').inputValue(), '', 'the field after it');
  },

  'a reply with a file: it goes when the file is there, and the file can be saved again': async (t) => {
    const id = await follow(t);
    const bytes = Buffer.from('What the store wrote on Monday.\n');
    await t.app.locator('#kh-files-').setInputFiles({ name: 'store.txt', mimeType: 'text/plain', buffer: bytes });
    await t.app.getByLabel('Write to us about this case').fill('Here is what the store wrote.');
    await t.button('Send message').click();
    await t.app.getByText('We have your message.').first().waitFor();
    await entry(t, 'You wrote').getByRole('button', { name: /Save store\.txt/ }).waitFor();
    await t.inspect('reply-file');
    const [name, words] = await saved(t, /Save store\.txt/);
    same(name, 'store.txt', 'name');
    same(words, bytes.toString(), 'bytes');
    check(t.portal.cases('show', id).includes(id), 'the case');
  },

  'an empty reply is said at its field': async (t) => {
    await follow(t);
    await t.button('Send message').click();
    await t.app.locator('#kh-reply-error', { hasText: 'Write a message first.' }).waitFor();
    check(await t.app.locator('#kh-reply').evaluate((e) => e === e.ownerDocument.activeElement), 'the field has the focus');
  },

  'a late case says so, and an update can be asked for, once': async (t) => {
    const id = await follow(t);
    check(await t.button('Ask for an update').isHidden(), 'not offered in time');
    t.portal.late(id);
    await t.button('Check again').click();
    await t.app.getByText('We are late.').waitFor();
    await t.inspect('late');
    await t.button('Ask for an update').click();
    await entry(t, 'You asked for an update').waitFor();
    check(await t.button('Ask for an update').isHidden(), 'not offered twice');
  },

  'a case is ended after a question, rated, and opened again, by keyboard alone': async (t) => {
    await follow(t);
    await t.button('Close this case').focus();
    await t.page.keyboard.press('Enter');
    await t.app.getByText('Close this case? We stop').waitFor();
    await t.page.keyboard.press('Tab');
    await t.page.keyboard.press('Tab');
    await t.page.keyboard.press('Enter');
    check(await t.button('Close this case').evaluate((e) => e === e.ownerDocument.activeElement), 'no leads back');
    await t.page.keyboard.press('Enter');
    await t.page.keyboard.press('Tab');
    await t.page.keyboard.press('Enter');
    await t.app.getByText('Your case is closed.').first().waitFor();
    await t.inspect('ended');
    await t.button('Send rating').click();
    await t.app.getByText('Choose a number from 1 to 5.').waitFor();
    await t.app.getByRole('radio', { name: '1: very bad' }).focus();
    for (let i = 0; i < 3; i += 1) await t.page.keyboard.press('ArrowDown');
    await t.app.getByLabel('What should we know?').fill('Quick and kind.');
    await t.inspect('rating');
    await t.button('Send rating').click();
    await entry(t, 'You rated our help: 4 of 5').waitFor();
    check(await t.button('Send rating').isHidden(), 'once');
    await t.button('Open this case again').click();
    await t.app.getByText('Your case is open again.').first().waitFor();
  },

  'where streams are blocked a question every half minute takes their place': async (t) => {
    t.allow(/Failed to load resource/);
    let blocked = 0;
    await t.page.route('**/events?*', (route) => {
      if (!(route.request().headers().accept ?? '').includes('event-stream')) return route.fallback();
      blocked += 1;
      return route.abort('connectionreset');
    });
    const id = await follow(t);
    t.portal.reply(id, 'Kim', 'By the slow way.');
    await entry(t, 'By the slow way.').waitFor({ timeout: 60_000 });
    check(blocked >= 3, `streams tried: ${blocked}`);
  },

  'a stream that a proxy ends goes on where it was, and nothing comes twice': async (t) => {
    t.allow(/Failed to load resource/);
    const id = await follow(t);
    t.portal.reply(id, 'Kim', 'The first.');
    await entry(t, 'The first.').waitFor();
    const port = t.portal.port;
    await t.portal.stop();
    await t.portal.up();
    same(t.portal.port, port, 'the same address');
    t.portal.reply(id, 'Kim', 'The second.');
    await entry(t, 'The second.').waitFor({ timeout: 30_000 });
    same(await entry(t, 'Kim answered').count(), 2, 'answers');
  },

  'several cases are listed with what is new, at 320 pixels and in the dark': async (t) => {
    await t.contextWith({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' });
    const first = await follow(t, 'The first of two cases that I have.');
    await sendHere(t, 'The second of two cases that I have.');
    t.portal.reply(first, 'Kim', 'About the first.');
    await t.navigate('cases');
    await t.heading('Your cases').waitFor();
    await t.page.keyboard.press('Escape');
    await t.launcher.click();
    await t.app.locator('.kh-card', { hasText: first }).getByText('1 new').waitFor();
    await t.inspect('cases');
    await t.app.locator('.kh-card', { hasText: first }).click();
    await entry(t, 'About the first.').waitFor();
    await t.inspect('case');
  },
};
