// What a page hears: events by handler and on the element, with slugs, codes and counts, and nothing a customer wrote.
//
// Not here: that a hostile page hears no more (hostile).
import { call, events, expectEvents, listen } from '../lib/commands.mjs';
import { check, same } from '../lib/world.mjs';

export const tests = {
  'events say what happens, by handler and on the element, with slugs and counts and no more': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await listen(t, ['ready', 'open', 'close', 'navigate', 'search', 'article-view', 'flow-start', 'flow-step', 'flow-outcome', 'case-draft', 'case-submit', 'case-receipt', 'case-error', 'case-update', 'contact-choose', 'identity-change', 'consent-change', 'error']);
    const next = (expected, what, options) => expectEvents(t, expected, what, options);
    await t.open();
    await next([['open'], ['ready']], 'opening');

    await call(t, 'article', 'payment-declined');
    await t.heading('Your payment was declined').waitFor();
    await next([['navigate', { screen: 'article' }], ['article-view', { slug: 'payment-declined' }]], 'an article');

    await call(t, 'flow', 'payment-declined');
    await t.app.getByText('Question 1').waitFor();
    await next([['navigate', { screen: 'flow' }], ['flow-start', { slug: 'payment-declined' }]], 'a guide');
    await t.app.locator('.kh-flow section .kh-card').first().click();
    await t.app.getByText('Question 2').waitFor();
    await next([['flow-step', { slug: 'payment-declined', step: 'what-you-saw' }]], 'an answer');

    await call(t, 'flow', 'refund-missing');
    await t.app.getByText('Question 1').waitFor();
    await next([['navigate', { screen: 'flow' }], ['flow-start', { slug: 'refund-missing' }]], 'another guide');
    await t.button("Something else, or I'm not sure").click();
    await t.heading('Talk to us about it').waitFor();
    await next([['flow-outcome', { slug: 'refund-missing', outcome: 'talk-about-refund' }]], 'an answer that ends it');

    await t.app.locator('.kh-actions').getByRole('button', { name: 'Talk to a person' }).click();
    await t.heading('Talk to a person').waitFor();
    await next([['navigate', { screen: 'contact' }]], 'contact');
    await t.button('Send us a case').click();
    await t.heading('Tell us what happened').waitFor();
    const category = { category: 'refund-missing' };
    await next([['contact-choose', { channel: 'case' }], ['navigate', { screen: 'case-form' }], ['case-draft', category]], 'a case begun', { anyOrder: true });
    await t.app.getByLabel('What happened?').fill('The refund did not come.');
    await t.app.getByLabel('Your e-mail').fill('ada@example.org');
    await t.send();
    const id = await t.receipt();
    await next([['case-submit', category], ['case-receipt', category], ['navigate', { screen: 'receipt' }]], 'a case sent', { anyOrder: true });
    await t.button('Follow your case').click();
    await t.app.locator('.kh-state', { hasText: 'Received' }).waitFor();
    t.portal.cases('move', id, 'in-review');
    await t.button('Check again').click();
    await t.app.locator('.kh-state', { hasText: 'In review' }).waitFor();
    await next([['navigate', { screen: 'case' }], ['case-update', { state: 'in-review' }]], 'a case followed');

    // Of a guide that was not begun yet.
    await call(t, 'search', 'letter from a debt collector');
    await t.app.getByText(/\d+ results?/).first().waitFor();
    await t.app.locator('.kh-card').first().click();
    // The last of what a chosen answer says.
    await t.page.waitForFunction(() => window.__events.some(([name]) => /^(article-view|flow-start)$/.test(name)));
    const found = (await events(t)).find(([name]) => name === 'search');
    check(Object.keys(found[1]).sort().join() === 'count,verdict' && found[1].count > 0, JSON.stringify(found));
    await t.page.evaluate(() => (window.__events.length = window.__dom.length = 0));
    await call(t, 'close');
    await next([['close']], 'closing');
  },

  'on gives back its own undo, once is heard once, off stops one or all, and a handler that throws stops nobody': async (t) => {
    t.allow(/a handler of the page/);
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    const heard = await t.page.evaluate(async () => {
      const help = window.KlarnaHelp;
      const heard = [];
      const wait = () => new Promise((resolve) => setTimeout(resolve, 60));
      help.on('close', () => {
        throw new Error('a handler of the page');
      });
      const undo = help('on', 'close', () => heard.push('a'));
      const b = () => heard.push('b');
      help.on('close', b);
      help.once('close', () => heard.push('once'));
      const never = help('once', 'close', () => heard.push('never'));
      never();
      help.open();
      await help.ready();
      const round = async () => {
        help.open();
        help.close();
        await wait();
        heard.push('|');
      };
      await round();
      undo();
      await round();
      help.off('close', b);
      await round();
      help.on('close', b);
      help.off('close');
      await round();
      return heard.join('');
    });
    same(heard, 'abonce|b|||', 'heard');
  },
};
