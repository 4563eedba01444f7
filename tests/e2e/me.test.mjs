// The page about oneself: what one may choose there.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { Person, start_browser, without_browser } from '../lib/browser.mjs';
import { account, message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';

const stack = without_browser ? undefined : await start_stack({ demo: 'small' });
const browser = without_browser ? undefined : await start_browser();

const visit = async (who, path = '/', options = {}) => {
  const person = await Person.open(browser, stack.page_url(), options);
  await person.enter(account(stack, who), path);
  return person;
};
const leave = async (person) => {
  assert.deepEqual(person.faults, []);
  await person.context.close();
};

after(() => browser?.close());

describe('the spacing', { skip: without_browser, concurrency: false }, () => {
  it('is dense where that was chosen, at once and after a reload: 16/22 for messages', async () => {
    const { clara } = await sign_in_all(stack, 'clara');
    const channel = (await open_channel(clara, stack.place.spaces.group, new_word('Kanal '))).id;
    const body = new_word('Guten Tag ');
    await clara.rpc('chat.send_message', message(channel, body));
    const reader = await visit('clara', '/ich');
    const { page } = reader;
    await page.getByRole('radio', { name: /^Dicht/ }).check();
    const set = async () => {
      await page.getByText(body).waitFor();
      return page.getByText(body).evaluate((element) => [getComputedStyle(element).fontSize, getComputedStyle(element).lineHeight]);
    };
    await reader.open_channel(channel);
    assert.deepEqual(await set(), ['16px', '22px']);
    await page.goto(`${stack.page_url()}/ich`);
    await page.getByRole('radio', { name: 'Weit' }).check();
    await reader.open_channel(channel);
    assert.deepEqual(await set(), ['17px', '26px']);
    await leave(reader);
  });
});

if (stack) ends_well(stack);
