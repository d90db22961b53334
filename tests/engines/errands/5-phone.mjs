// A phone-sized view: the panel is the whole screen, and the page behind it is out of reach.
import { PHONE, check, same } from '../lib/customer.mjs';

export const name = 'a phone-sized view: the panel is the whole screen';

export async function run(c) {
  await c.session.size(...PHONE);
  await c.step('the panel covers the view and is modal', async () => {
    await c.visit('checkout.html');
    await c.press(() => c.part('[part=launcher]'));
    await c.heading('How can we help?');
    const [box, view, modal] = await c.onPage(() => {
      const panel = document.querySelector('klarna-help').shadowRoot.querySelector('[part=panel]');
      const { x, y, width, height } = panel.getBoundingClientRect();
      // Without the scroll bar, which a phone's browser lays over the page.
      return [[x, y, width, height].map(Math.round), [0, 0, document.documentElement.clientWidth, innerHeight], panel.matches(':modal')];
    });
    check(view[2] <= 640, `the view is as narrow as a phone's: ${view[2]} px`);
    same(box, view, 'the panel');
    check(modal, 'the panel is modal');
    await c.photo('phone-1-home');
  });
  await c.step('nothing is wider than the view', async () => {
    await c.press(() => c.button('Talk to a person'));
    await c.press(() => c.button('Send us a case'));
    await c.heading('Tell us what happened');
    const [wide, view] = await c.inFrame(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    check(wide <= view, `${wide} px in ${view}`);
    await c.photo('phone-2-case');
  });
}
