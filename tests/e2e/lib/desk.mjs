// What a customer does with a case before an errand about it begins.

/** Sends a case from the shop's checkout; its receipt shows. Answers the case ID. */
export async function send(t, words) {
  await t.visit('checkout.html');
  await t.open();
  return sendHere(t, words);
}

/** The same in help that is open. */
export async function sendHere(t, words) {
  await t.navigate('case');
  await t.heading('Tell us what happened').waitFor();
  await t.writeCase(words);
  await t.send();
  return t.receipt();
}

/** Sends a case and follows it. */
export async function follow(t, words) {
  const id = await send(t, words);
  await t.button('Follow your case').click();
  await t.app.locator('.kh-state', { hasText: 'Received' }).waitFor();
  return id;
}

/** What help says to a screen reader, once it says something like this. */
export const hears = (t, words) => t.app.locator('[data-kh-live]', { hasText: words }).waitFor({ state: 'attached' });
