// The page under a finger: what hangs below a thumb must be reachable, and one press must be enough.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { Person, start_browser, without_browser } from '../lib/browser.mjs';
import { account, message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';

const stack = without_browser ? undefined : await start_stack({ demo: 'small' });
const browser = without_browser ? undefined : await start_browser();
const sizes = { 390: 844, 320: 568 };

const phone = async (who, width = 390) => {
  const person = await Person.open(browser, stack.page_url(), { viewport: { width, height: sizes[width] }, hasTouch: true });
  await person.enter(account(stack, who));
  return person;
};

/** Presses the middle of something as a finger does, whatever lies there by then. */
async function press(page, locator) {
  await locator.waitFor();
  const box = await locator.boundingBox();
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
}

/** What a finger in the middle of the element would meet is the element itself, in the window. */
const is_free = (locator) =>
  locator.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [0.1, 0.5, 0.9].every((part) => element.contains(document.elementFromPoint(left + width / 2, top + height * part)));
  });

const commands_of = (row) => row.getByRole('button', { name: 'Mehr zu dieser Nachricht' });

/** Signs somebody in on a phone, in a fresh channel with these messages of berta. */
async function in_channel(who, width, bodies, author = 'berta') {
  const { [author]: writer, clara } = await sign_in_all(stack, author, 'clara');
  const { id } = await open_channel(clara, stack.place.spaces.group, new_word('Kanal'));
  for (const body of bodies) await writer.rpc('chat.send_message', message(id, body));
  const person = await phone(who, width);
  await person.open_channel(id);
  return person;
}

describe('on a phone', { skip: without_browser, concurrency: false }, () => {
  after(() => browser?.close());

  for (const width of [390, 320])
    it(`the commands of every one-line message of a run can be pressed at ${width} px, and cover no word`, async () => {
      const bodies = ['kurz a', 'kurz b', 'kurz c', 'kurz d'];
      const anna = await in_channel('anna', width, bodies);
      for (const body of bodies) {
        const row = anna.acknowledged(body);
        await row.tap();
        assert.ok(await is_free(commands_of(row)), body);
        const [words, button] = [await row.locator('p').first().boundingBox(), await commands_of(row).boundingBox()];
        assert.ok(button.y >= words.y + words.height - 1, `${body} is covered by its commands`);
        await press(anna.page, commands_of(row));
        await anna.page.getByRole('menuitem', { name: 'Text kopieren' }).waitFor();
        await anna.page.keyboard.press('Escape');
      }
      assert.deepEqual(anna.faults, []);
      await anna.context.close();
    });

  for (const [what, text] of Object.entries({ short: 'Gleich geändert', tall: 'Eine Zeile von vielen\n'.repeat(30).trim() }))
    it(`one press saves an edit of a ${what} text, and one press leaves it`, async () => {
      // More than the window holds: what stands below it moves the list.
      const before = Array.from({ length: 25 }, (_, i) => `davor ${i}`);
      const anna = await in_channel('anna', 390, [...before, text], 'anna');
      const row = anna.page.locator('article[data-message]').last();
      const box = anna.page.getByRole('textbox', { name: 'Nachricht ändern' });
      const edit = async () => {
        await row.tap({ position: { x: 40, y: 10 } });
        await commands_of(row).tap();
        await anna.page.getByRole('menuitem', { name: 'Ändern' }).tap();
        await box.waitFor();
        await anna.page.waitForTimeout(200);
      };
      await edit();
      const word = new_word();
      await box.fill(`${word} ${text}`);
      assert.ok(await is_free(anna.page.getByRole('button', { name: 'Speichern' })), 'hidden when it opens');
      await press(anna.page, anna.page.getByRole('button', { name: 'Speichern' }));
      await box.waitFor({ state: 'detached', timeout: 3_000 });
      await anna.sees(word, 3_000);
      await edit();
      await press(anna.page, anna.page.getByRole('button', { name: 'Abbrechen' }));
      await box.waitFor({ state: 'detached', timeout: 3_000 });
      assert.deepEqual(anna.faults, []);
      await anna.context.close();
    });

  it('an edit without a network says so at once, survives leaving and a reload, and is saved when there is one', async () => {
    const anna = await in_channel('anna', 390, ['davor', 'Urtext'], 'anna');
    const { page } = anna;
    const row = page.locator('article[data-message]').last();
    const box = page.getByRole('textbox', { name: 'Nachricht ändern' });
    await page.waitForTimeout(3_000);
    await row.tap();
    await commands_of(row).tap();
    await page.getByRole('menuitem', { name: 'Ändern' }).tap();
    const word = new_word();
    anna.outage = true;
    await anna.context.setOffline(true);
    await box.fill(`Mühsam ${word}`);
    await page.getByText('Speichern geht erst später').waitFor({ timeout: 5_000 });
    await press(page, page.getByRole('button', { name: 'Speichern' }));
    await page.getByText('Noch nicht gespeichert').waitFor({ timeout: 1_000 });
    await page.getByRole('link', { name: 'Zurück' }).tap();
    await page.waitForURL((url) => !url.pathname.startsWith('/kanal/'));
    await page.goBack();
    await box.waitFor();
    assert.equal(await box.inputValue(), `Mühsam ${word}`);
    assert.ok(await box.evaluate((element) => element !== document.activeElement), 'throws up the keyboard unasked');
    await anna.context.setOffline(false);
    await page.reload();
    await box.waitFor();
    assert.equal(await box.inputValue(), `Mühsam ${word}`);
    await press(page, page.getByRole('button', { name: 'Speichern' }));
    await box.waitFor({ state: 'detached' });
    await anna.sees(word);
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    assert.ok(!kept.includes(word), kept);
    assert.deepEqual(anna.faults, []);
    await anna.context.close();
  });
});

if (stack) ends_well(stack);
