// Going to one message: by its address, from an answer, from what is new.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { start_browser, visitors, without_browser } from '../lib/browser.mjs';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { until } from '../lib/wait.mjs';

const stack = without_browser ? undefined : await start_stack({ demo: 'small' });
const browser = without_browser ? undefined : await start_browser();
const { visit, leave } = visitors(browser, stack);

/** A channel with so many messages of berta, in order; `say` adds one. */
async function filled(count) {
  const { anna, berta, clara } = await sign_in_all(stack, 'anna', 'berta', 'clara');
  const { id } = await open_channel(clara, stack.place.spaces.group, new_word('Kanal '));
  const say = (text, more) => berta.rpc('chat.send_message', message(id, text, more));
  const messages = [];
  for (let i = 0; i < count; i++) messages.push(await say(`Zeile ${i + 1}.`));
  return { id, anna, messages, say };
}
const row = ({ page }, number) => page.locator(`article[data-number="${number}"]`);
const in_view = async (person, number) => {
  const box = await row(person, number).boundingBox();
  return box !== null && box.y > 50 && box.y < 600;
};
const arrived = (person, number) => until(async () => (await row(person, number).count()) > 0 && (await in_view(person, number)), { within: 10_000, what: `message ${number} in view` });
const on_marker = (person, number) => row(person, number).locator('p').first().evaluate((p) => getComputedStyle(p.parentElement).backgroundColor);

describe('a message', { skip: without_browser, concurrency: false }, () => {
  after(() => browser?.close());

  it('far back is gone to by its address: in view, on the marker, with the focus, and what comes in does not move it', async () => {
    const { id, say } = await filled(330);
    const anna = await visit('anna', `/kanal/${id}?nachricht=3`);
    await arrived(anna, 3);
    assert.equal(await on_marker(anna, 3), 'rgb(255, 229, 138)');
    assert.ok(await row(anna, 3).evaluate((element) => element === document.activeElement), 'it has the focus');
    const before = (await row(anna, 3).boundingBox()).y;
    await say('und noch eine');
    await anna.sees('und noch eine');
    assert.ok(Math.abs((await row(anna, 3).boundingBox()).y - before) < 2, 'it stands still');
    await leave(anna);
  });

  it('that is answered is gone to from the answer, by keyboard, again and again', async () => {
    const { id, say, messages } = await filled(40);
    const { number } = await say('Darauf antworte ich', { reply_to: messages[1].id });
    const anna = await visit('anna', `/kanal/${id}`);
    await anna.sees('Darauf antworte ich');
    const quote = row(anna, number).getByRole('button', { name: /Zeile 2\./ });
    for (let i = 0; i < 2; i++) {
      await quote.press('Enter');
      await arrived(anna, 2);
      await anna.page.keyboard.press('End');
      await row(anna, number).scrollIntoViewIfNeeded();
    }
    await leave(anna);
  });

  it('has an address to copy that leads to it', async () => {
    const { id, anna: me, messages } = await filled(60);
    const last = messages.at(-1).number;
    // Read, so that it opens at its end.
    await me.rpc('chat.mark_read', { channel: id, number: last });
    const anna = await visit('anna', `/kanal/${id}`);
    await anna.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await row(anna, last).click();
    await anna.page.getByRole('button', { name: 'Mehr zu dieser Nachricht' }).click();
    await anna.page.getByRole('menuitem', { name: 'Link kopieren' }).click();
    const address = await anna.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(address, `${stack.page_url()}/kanal/${id}?nachricht=${last}`);
    await anna.page.goto(address.replace(`nachricht=${last}`, `nachricht=${messages[4].number}`));
    await arrived(anna, messages[4].number);
    await leave(anna);
  });

  it('that mentions me is gone to from what is new', async () => {
    const { id, anna: me, say } = await filled(5);
    const word = new_word('Frage ');
    const { number } = await say(`[@Anna](member:${me.id}) ${word}`);
    for (let i = 0; i < 60; i++) await say(`danach ${i}`);
    const anna = await visit('anna');
    await anna.page.getByRole('region', { name: 'An dich' }).getByRole('link', { name: new RegExp(word) }).click();
    await arrived(anna, number);
    assert.equal(await on_marker(anna, number), 'rgb(255, 229, 138)');
    await leave(anna);
  });

  it('is gone to from a link in another channel, in the same window', async () => {
    const there = await filled(60);
    const here = await filled(1);
    await here.say(`Sieh dort: ${stack.page_url()}/kanal/${there.id}?nachricht=5`);
    const anna = await visit('anna', `/kanal/${here.id}`);
    await anna.acknowledged('Sieh dort').getByRole('link').click();
    await arrived(anna, 5);
    assert.equal(anna.context.pages().length, 1);
    await anna.page.goBack();
    await anna.sees('Sieh dort');
    await leave(anna);
  });

  it('whose number is none is not looked for: the talk opens as always', async () => {
    const { id } = await filled(3);
    for (const wrong of ['abc', '-1', '999', '0', '1e9']) {
      const anna = await visit('anna', `/kanal/${id}?nachricht=${wrong}`);
      await anna.sees('Zeile 3.');
      await leave(anna);
    }
  });
});

if (stack) ends_well(stack);
