// The whole errand without a pointer: Tab, Enter, Space, arrows, typing.

/** Presses Tab until the control with this name has the focus, in the page or in the frame. */
async function tabTo(t, name) {
  const focused = async () => {
    const frame = t.frame();
    const where = (root) => {
      const e = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
      const label = e?.labels?.[0]?.textContent ?? '';
      return `${e?.getAttribute?.('aria-label') ?? ''} ${label} ${e?.textContent ?? ''}`;
    };
    const inFrame = frame ? await frame.evaluate(where) : '';
    return `${await t.page.evaluate(where)} ${inFrame}`;
  };
  for (let i = 0; i < 60; i += 1) {
    if ((await focused()).includes(name)) return;
    await t.page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${name}; the focus is on ${await focused()}`);
}

export const tests = {
  'from the checkout to a receipt by keyboard alone': async (t) => {
    const { keyboard } = t.page;
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await tabTo(t, 'Help');
    await keyboard.press('Enter');
    await t.app.locator('h1').waitFor();
    await t.page.waitForTimeout(300);
    await tabTo(t, 'Search help');
    await keyboard.type('payment declined');
    await t.app.getByText(/\d+ results?/).first().waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await t.app.locator('h1').waitFor();
    await tabTo(t, 'Talk to a person');
    await keyboard.press('Enter');
    await t.heading('Talk to a person').waitFor();
    await tabTo(t, 'Send us a case');
    await keyboard.press('Enter');
    await t.heading('Tell us what happened').waitFor();
    await tabTo(t, 'What is it about?');
    await keyboard.type('My payment');
    await tabTo(t, 'What happened?');
    await keyboard.type('My payment was declined and I do not know why.');
    await tabTo(t, 'Your e-mail');
    await keyboard.type('ada@example.org');
    await keyboard.press('Enter');
    await t.receipt();
    await t.frame().waitForFunction(() => document.activeElement.textContent === 'We have your case', null, { polling: 50 });
    await keyboard.press('Escape');
    await t.panel.waitFor({ state: 'hidden' });
  },
};
