// Files that customers would have, and how they come to the form: chosen, dropped, pasted.

/** The smallest whole PDF: one empty page, with its table of places. */
function pdf() {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>'];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj${object}endobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  return `${text}xref\n0 4\n0000000000 65535 f \n${places.join('')}trailer<</Size 4/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
}
export const PDF = { name: 'receipt.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf()) };
/** Text that takes several stretches to send. */
export const LONG = { name: 'mails.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear store, where is my parcel?\n'.repeat(50_000)) };
/** No picture, whatever it calls itself. */
export const FAKE = { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('MZ\u0090\0 this program cannot be run') };

/** A photo as a phone takes it: JPEG, larger than anybody needs, with a place in its EXIF. */
export async function photo(page, name = 'photo.jpg') {
  const base64 = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 3200, height: 2400 });
    const c = canvas.getContext('2d');
    for (let i = 0; i < 400; i += 1) {
      c.fillStyle = `hsl(${(i * 37) % 360} 60% 50%)`;
      c.fillRect((i * 97) % 3200, (i * 61) % 2400, 160, 120);
    }
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    // After SOI: APP1 with "Exif" and words that must not arrive.
    const words = new TextEncoder().encode('Exif\0\0GPS-59.3346-18.0632');
    const app1 = [0xff, 0xe1, 0, words.length + 2, ...words];
    const whole = new Uint8Array([...bytes.slice(0, 2), ...app1, ...bytes.slice(2)]);
    let text = '';
    for (let i = 0; i < whole.length; i += 8192) text += String.fromCharCode(...whole.subarray(i, i + 8192));
    return btoa(text);
  });
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}

/** Drops or pastes a file on the form, as the browser would. */
export async function bring(t, how, { name, mimeType, buffer }) {
  await t.frame().evaluate(
    ([how, name, mimeType, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name, { type: mimeType }));
      const target = document.querySelector('form.kh-form textarea');
      const event =
        how === 'drop'
          ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      if (target.dispatchEvent(event)) throw new Error('the form did not take it');
    },
    [how, name, mimeType, buffer.toString('base64')],
  );
}

/** The list entry of a file. */
export const entry = (t, name) => t.app.locator('.kh-files li', { hasText: name });

/** Waits until a file has arrived. */
export const attached = (t, name) => entry(t, name).getByText('Attached').waitFor({ timeout: 20_000 });
