// Going anywhere by typing a part of its name, by keyboard alone.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { start_browser, visitors, without_browser } from '../lib/browser.mjs';
import { open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';

const stack = without_browser ? undefined : await start_stack({ demo: 'small' });
const browser = without_browser ? undefined : await start_browser();
const { visit, leave } = visitors(browser, stack);

describe('the switcher', { skip: without_browser, concurrency: false }, () => {
  after(() => browser?.close());

  it('opens by Ctrl K while one writes, goes to the channel that is meant, and keeps what was written', async () => {
    const { clara } = await sign_in_all(stack, 'clara');
    const name = new_word('Krisen');
    const from = (await open_channel(clara, stack.place.spaces.group, new_word('Kanal '))).id;
    const to = (await open_channel(clara, stack.place.spaces.group, `${name} & Notfälle`)).id;
    const anna = await visit('anna', `/kanal/${from}`);
    const { page } = anna;
    await anna.composer.pressSequentially('Noch nicht fertig');
    await page.keyboard.press('Control+k');
    const dialog = page.getByRole('dialog', { name: 'Springen zu' });
    await page.keyboard.type(`notf ${name.toUpperCase()} ober`);
    await dialog.getByRole('option', { name: new RegExp(name), selected: true }).waitFor();
    assert.equal(await dialog.getByRole('option').count(), 1);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${stack.page_url()}/kanal/${to}`);
    await dialog.waitFor({ state: 'detached' });
    await anna.open_channel(from);
    assert.equal(await anna.composer.inputValue(), 'Noch nicht fertig');
    await leave(anna);
  });

  it('is chosen in by arrows, says when nothing is called so, and gives the focus back when it is left', async () => {
    const { clara } = await sign_in_all(stack, 'clara');
    const word = new_word('Zwilling');
    for (const each of ['eins', 'zwei']) await open_channel(clara, stack.place.spaces.group, `${word} ${each}`);
    const anna = await visit('anna', '/ich');
    const { page } = anna;
    const opener = page.getByRole('button', { name: 'Springen zu …' });
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Springen zu' });
    await page.keyboard.type(word);
    await dialog.getByRole('option', { name: /zwei/ }).waitFor();
    const chosen = () => dialog.getByRole('option', { selected: true }).innerText();
    const first = await chosen();
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await chosen(), first);
    await page.keyboard.press('ArrowDown');
    assert.equal(await chosen(), first);
    await page.keyboard.type(' gibt es nicht');
    await dialog.getByText('So heißt hier nichts.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.ok(await opener.evaluate((element) => element === document.activeElement), 'the focus is back');
    await leave(anna);
  });

  it('leads to the page of keys', async () => {
    const anna = await visit('anna');
    await anna.page.keyboard.press('Control+k');
    await anna.page.getByRole('dialog').getByRole('link', { name: 'Tastatur' }).press('Enter');
    await anna.page.getByRole('heading', { name: 'Tastatur' }).waitFor();
    await anna.page.getByRole('row', { name: /Strg \+ K springt zu einem Kanal/ }).waitFor();
    await leave(anna);
  });
});

if (stack) ends_well(stack);
