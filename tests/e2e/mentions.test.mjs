// Naming somebody in a message: proposed while one writes, by keyboard and by finger, and told to whom it means.
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

/** A fresh channel of the group, with whom it is about signed in beside the page. */
async function channel() {
  const people = await sign_in_all(stack, 'anna', 'berta', 'clara');
  return { ...people, id: (await open_channel(people.clara, stack.place.spaces.group, new_word('Kanal '))).id };
}
const mentioned = async (member, word) => {
  const { items } = await member.rpc('notify.inbox', {});
  const { messages } = await member.rpc('chat.excerpts', { messages: items.slice(0, 100).map((item) => item.message) });
  return messages.some((each) => each.words.includes(word));
};

describe('a mention', { skip: without_browser, concurrency: false }, () => {
  after(() => browser?.close());

  it('is chosen by keyboard from whose name begins so, shown as a name, and reaches whom it means', async () => {
    const { berta, id } = await channel();
    const anna = await visit('anna', `/kanal/${id}`);
    const { page, composer } = anna;
    const word = new_word('Frage ');
    await composer.pressSequentially('Kannst du, @ber');
    const list = page.getByRole('listbox', { name: 'Wen meinst du?' });
    await list.getByRole('option', { name: /Berta Test/ }).waitFor();
    assert.equal(await composer.getAttribute('aria-activedescendant'), await list.getByRole('option', { selected: true }).getAttribute('id'));
    await composer.press('Enter');
    assert.equal(await composer.inputValue(), 'Kannst du, @Berta Test ');
    assert.equal(await list.count(), 0);
    await composer.pressSequentially(word);
    await composer.press('Enter');
    await anna.sees(`Kannst du, @Berta Test ${word}`);
    await until(() => mentioned(berta, word), { what: "berta's inbox" });
    await leave(anna);
  });

  it('is proposed of those who wrote here lately as soon as the @ stands; Escape lets it be text', async () => {
    const { berta, id } = await channel();
    await berta.rpc('chat.send_message', message(id, 'Ich war da'));
    const anna = await visit('anna', `/kanal/${id}`);
    await anna.sees('Ich war da');
    await anna.composer.pressSequentially('@');
    const option = anna.page.getByRole('option', { name: /Berta Test/ });
    await option.waitFor();
    await anna.composer.press('Escape');
    await option.waitFor({ state: 'detached' });
    await anna.composer.press('Enter');
    await anna.sees('@');
    assert.equal((await berta.rpc('chat.history', { channel: id })).messages.at(-1).body, '@');
    await leave(anna);
  });

  it('stays one in a draft that is found again, and when the message is changed', async () => {
    const { berta, id } = await channel();
    const anna = await visit('anna', `/kanal/${id}`);
    await anna.composer.pressSequentially('Liebe @berta');
    await anna.page.getByRole('option', { name: /Berta Test/ }).click();
    await anna.page.reload();
    await anna.composer.waitFor();
    assert.equal(await anna.composer.inputValue(), 'Liebe @Berta Test ');
    await anna.composer.press('Enter');
    await anna.sees('Liebe @Berta Test');
    const word = new_word('geändert ');
    await anna.acknowledged('Liebe @Berta Test').click();
    await anna.page.getByRole('button', { name: 'Mehr zu dieser Nachricht' }).click();
    await anna.page.getByRole('menuitem', { name: 'Ändern' }).click();
    const box = anna.page.getByRole('textbox', { name: 'Nachricht ändern' });
    assert.equal(await box.inputValue(), 'Liebe @Berta Test ');
    await box.pressSequentially(word);
    await box.press('Enter');
    await anna.sees(`Liebe @Berta Test ${word}`);
    const wanted = `Liebe [@Berta Test](member:${berta.id}) ${word}`;
    await until(async () => (await berta.rpc('chat.history', { channel: id })).messages.at(-1).body.trim() === wanted, { what: wanted });
    await leave(anna);
  });

  it('is chosen by finger on the narrowest phone, from a list within the window', async () => {
    const { berta, id } = await channel();
    await stack.sql(`update members.members set name = 'Berta Müller-Wöllstein-Leuschner-Thielemann von der Schulsozialarbeit' where id = '${berta.id}'`);
    const anna = await visit('anna', `/kanal/${id}`, { viewport: { width: 320, height: 568 }, hasTouch: true });
    await anna.composer.tap();
    await anna.composer.pressSequentially('@müller');
    const option = anna.page.getByRole('option', { name: /Thielemann/ });
    await option.waitFor();
    const box = await option.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 320 && box.y >= 0 && box.height >= 44, JSON.stringify(box));
    await option.tap();
    assert.match(await anna.composer.inputValue(), /^@Berta Müller-Wöllstein-Leuschner-Thielemann von der Schulsozialarbeit $/);
    await stack.sql(`update members.members set name = 'Berta Test' where id = '${berta.id}'`);
    await leave(anna);
  });
});

if (stack) ends_well(stack);
