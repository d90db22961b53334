// A page whose origin is not registered: the frame refuses it, and the shell says what a customer can do.
import { DESKTOP, check } from '../lib/customer.mjs';

export const name = 'a page that is not registered gets no frame, and the shell says what to do';
/** Refusals are written to the console by the browser itself, and by the loader. */
export const allowed = /frame-ancestors|Refused to|klarna-help|Framing|X-Frame|Content-Security-Policy/;

export async function run(c) {
  await c.session.size(...DESKTOP);
  await c.step('the shell shows its message, a retry and links', async () => {
    // The same shop by another name is another origin.
    await c.visit('checkout.html', c.world.shop.url.replace('localhost', '127.0.0.1'));
    await c.press(() => c.part('[part=launcher]'));
    const words = await (await c.part('[role=alert]')).getText();
    check(words.includes('Help could not start'), words);
    await c.part('a');
    await c.part('[part=panel] button');
    await c.photo('desktop-6-refused');
  });
  await c.step('Close closes, and the focus is on the launcher', async () => {
    await c.press(() => c.part('[aria-label=Close]'));
    await c.closed();
  });
}
