// All of a channel on one plain page: what the browser's own search finds, what a printer gets.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { start_browser, visitors, without_browser } from '../lib/browser.mjs';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited } from '../lib/wait.mjs';

const stack = without_browser ? undefined : await start_stack({ demo: 'small' });
const browser = without_browser ? undefined : await start_browser();
const { visit, leave } = visitors(browser, stack);

/** A channel with so many messages, the first of which says a word. */
async function filled(count) {
  const { berta, clara } = await sign_in_all(stack, 'berta', 'clara');
  const { id } = await open_channel(clara, stack.place.spaces.group, new_word('Kanal '));
  const word = new_word('Anfang');
  await berta.rpc('chat.send_message', message(id, word));
  await each_limited(Array.from({ length: count - 1 }, (_, i) => i), 16, (i) => berta.rpc('chat.send_message', message(id, `Zeile ${i}`)));
  return { id, word };
}

describe('everything in a channel', { skip: without_browser, concurrency: false }, () => {
  after(() => browser?.close());

  it('stands on one page from the first message to the last, each once, led to from the talk', async () => {
    const { id, word } = await filled(450);
    const anna = await visit('anna', `/kanal/${id}`);
    const { page } = anna;
    await page.getByRole('link', { name: 'Alles zeigen' }).press('Enter');
    await page.getByText(/^450 Nachrichten, Stand/).waitFor();
    const shown = await page.getByRole('main').innerText();
    for (const text of [word, ...Array.from({ length: 449 }, (_, i) => `Zeile ${i}`)]) assert.equal(shown.split(new RegExp(`\\b${text}\\b`)).length, 2, text);
    await leave(anna);
  });

  it('is printed whole, black on white, without what can be pressed', async () => {
    const { id, word } = await filled(120);
    const anna = await visit('anna', `/kanal/${id}/alles`, { colorScheme: 'dark' });
    const { page } = anna;
    await page.getByRole('button', { name: 'Drucken' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('nav:visible, button:visible').count(), 0);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).color), 'rgb(0, 0, 0)');
    assert.ok(await page.getByText(word).isVisible());
    const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g).length;
    assert.ok(pages >= 2 && pages <= 12, `${pages} pages`);
    await leave(anna);
  });

  it('that may not be read says so', async () => {
    const { vera } = await sign_in_all(stack, 'vera');
    const { id } = await open_channel(vera, stack.place.spaces.hidden, new_word('Kanal '));
    const anna = await visit('anna', `/kanal/${id}/alles`);
    await anna.page.getByRole('heading', { name: 'Kanal nicht gefunden' }).waitFor();
    await leave(anna);
  });
});

if (stack) ends_well(stack);
