// Every screen at a phone's and a desktop's size: axe finds nothing, nothing is cut off; a picture of each for people.

async function tour(t) {
  await t.visit('checkout.html');
  await t.launcher.waitFor();
  await t.photo('host');
  await t.open();
  await t.app.getByText('because your payment was declined').first().waitFor();
  await t.inspect('home');
  await t.app.getByText('Payments and billing').click();
  await t.inspect('home-topic');
  await t.navigate('search:i was charged twice');
  await t.app.getByText(/\d+ results?/).first().waitFor();
  await t.inspect('search');
  await t.navigate('search:xyzzy plugh');
  await t.app.getByText('We have nothing on this').first().waitFor();
  await t.inspect('search-nothing');
  await t.navigate('article:suspicious-message');
  await t.app.locator('.kh-callout').first().waitFor();
  await t.inspect('article');
  await t.navigate('flow:refund-missing');
  await t.app.getByText('Question 1').waitFor();
  await t.inspect('flow-choice');
  await t.app.getByText('I sent something back').click();
  await t.app.locator('input[type=date]').waitFor();
  await t.button('Continue').click();
  await t.app.getByText(/Enter a (whole )?date/).waitFor();
  await t.inspect('flow-date');
  const today = new Date().toISOString().slice(0, 10);
  await t.app.locator('input[type=date]').fill(today);
  await t.button('Continue').click();
  await t.app.getByText(/Wait until/).waitFor();
  await t.inspect('flow-wait');
  await t.button('Change your answer to: When did you send it back?').click();
  await t.app.locator('input[type=date]').fill('2026-01-15');
  await t.button('Continue').click();
  await t.app.getByText('I have not asked yet').click();
  await t.app.locator('.kh-message').waitFor();
  await t.inspect('flow-store');
  await t.navigate('contact');
  await t.heading('Talk to a person').waitFor();
  await t.inspect('contact');
  await t.navigate('case');
  await t.heading('Tell us what happened').waitFor();
  await t.send();
  await t.app.getByText('Please check these').waitFor();
  await t.inspect('case-faults');
  await t.writeCase('It was declined. My card is 4111 1111 1111 1111.');
  await t.inspect('case-form');
  await t.send();
  await t.receipt();
  await t.inspect('receipt');
  await t.button('Follow your case').click();
  await t.app.locator('.kh-state').waitFor();
  await t.inspect('case-status');
  await t.app.getByRole('button', { name: 'Back', exact: true }).click();
  await t.button('Back to help').click();
  await t.app.getByText('Your cases').waitFor();
  await t.inspect('home-with-case');
}

export const tests = {
  'on a phone': async (t) => {
    await t.phone();
    await tour(t);
  },
  'on a desktop': tour,
  'in the dark': async (t) => {
    await t.contextWith({ colorScheme: 'dark', viewport: { width: 390, height: 844 } });
    await tour(t);
  },
  'at 320 pixels, which is what a page zoomed to 400 % has': async (t) => {
    // WCAG 2.2, 1.4.10.
    await t.contextWith({ viewport: { width: 320, height: 640 } });
    await tour(t);
  },
};
