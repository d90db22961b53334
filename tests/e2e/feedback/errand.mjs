// Whether an article or a guide helped: by keyboard, told to the portal without a name, and to the page.
import { call, expectEvents, listen } from '../lib/commands.mjs';
import { check, same } from '../lib/world.mjs';

/** An article in front of the customer. Answers the votes that are sent from here on. */
async function read(t, { analytics } = {}) {
  await t.visit('checkout.html');
  await t.open();
  if (analytics !== undefined) await call(t, 'consent', { analytics });
  await listen(t, ['article-vote', 'feedback']);
  const sent = [];
  t.page.on('request', (request) => {
    if (request.url().endsWith('/api/v1/votes') && request.method() === 'POST') sent.push(request.postDataJSON());
  });
  await call(t, 'article', 'payment-declined');
  await t.heading('Your payment was declined').waitFor();
  await vote(t).waitFor();
  return sent;
}

const vote = (t) => t.app.locator('.kh-vote');

/** Waits for an answer of the portal to a vote. */
const counted = (t, status = 204) =>
  t.page.waitForResponse((r) => r.url().endsWith('/api/v1/votes') && r.request().method() === 'POST' && r.status() === status);

export const tests = {
  'a no by keyboard asks why, thanks, offers a person, and is counted without a name': async (t) => {
    const sent = await read(t);
    await t.inspect('asked');
    const no = vote(t).getByRole('button', { name: 'No', exact: true });
    await no.focus();
    await t.page.keyboard.press('Enter');
    await vote(t).getByText('What was wrong?').waitFor();
    same(await no.getAttribute('aria-pressed'), 'true', 'it says what was chosen');
    await t.inspect('why');
    same(sent.length, 0, 'votes before the reason');
    await t.page.keyboard.press('Tab');
    await t.page.keyboard.press('Tab');
    const done = counted(t);
    await t.page.keyboard.press('Enter');
    await done;
    await vote(t).getByText('Thank you for telling us').waitFor();
    same(await t.frame().evaluate(() => document.activeElement.dataset.khFocus), 'vote', 'the focus is on the thanks');
    await t.inspect('thanks');
    const { about, helped, reason, page, way } = sent[0];
    same([about, helped, reason, page, way].join(), 'article:payment-declined,false,unclear,,', 'what was sent');
    check(/payment-declined/.test(t.portal.votes()), t.portal.votes());
    const slug = 'payment-declined';
    await expectEvents(t, [['article-vote', { slug, helped: false }], ['feedback', { kind: 'article', slug, helped: false }]], 'the page hears');
    await vote(t).getByRole('button', { name: 'Talk to a person' }).click();
    await t.heading('Talk to a person').waitFor();
  },

  'with consent to counting, the kind of page and the way go along; a second look asks no second time': async (t) => {
    const sent = await read(t, { analytics: true });
    const done = counted(t);
    await vote(t).getByRole('button', { name: 'Yes', exact: true }).click();
    await done;
    await vote(t).getByText('glad that it helped').waitFor();
    same([sent[0].page, sent[0].way].join(), 'checkout,link', 'page and way');
    await t.navigate('home');
    await t.heading('How can we help?').waitFor();
    await call(t, 'article', 'payment-declined');
    await vote(t).getByText('glad that it helped').waitFor();
    same(sent.length, 1, 'votes');
  },

  'a no without a reason is told when the customer goes on, and a vote that was lost is sent once more': async (t) => {
    t.allow(/Failed to load resource|net::ERR/);
    const sent = await read(t);
    let lost = 0;
    await t.page.route('**/api/v1/votes', (route) => (lost++ ? route.continue() : route.abort('connectionreset')));
    await vote(t).getByRole('button', { name: 'No', exact: true }).click();
    await vote(t).getByText('What was wrong?').waitFor();
    const done = counted(t);
    await t.navigate('home');
    await done;
    same(sent.map((v) => [v.helped, v.reason].join()).join(';'), 'false,;false,', 'sent');
  },

  'where a guide led is asked about too, and its questions are not': async (t) => {
    const sent = await read(t);
    await call(t, 'flow', 'refund-missing');
    await t.app.getByText('Question 1').waitFor();
    same(await vote(t).count(), 0, 'asked at a question');
    await t.button("Something else, or I'm not sure").click();
    await t.heading('Talk to us about it').waitFor();
    const done = counted(t);
    await vote(t).getByRole('button', { name: 'Yes', exact: true }).click();
    await done;
    same(sent.map((v) => v.about).join(), 'flow:refund-missing', 'what it is about');
    await expectEvents(t, [['feedback', { kind: 'flow', slug: 'refund-missing', helped: true }]], 'the page hears');
  },
};
