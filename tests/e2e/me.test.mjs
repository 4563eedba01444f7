// The page about oneself: where one is signed in, signing out from afar, and what one may choose.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { start_browser, visitors, without_browser } from '../lib/browser.mjs';
import { account, message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';

const stack = without_browser ? undefined : await start_stack({ demo: 'small' });
const browser = without_browser ? undefined : await start_browser();

const { visit, leave } = visitors(browser, stack);
const list = (person) => person.page.getByRole('region', { name: 'Wo du angemeldet bist' });

after(() => browser?.close());

describe('where one is signed in', { skip: without_browser, concurrency: false }, () => {
  it('is shown with this session first; another is signed out by keyboard, and its page says so', async () => {
    const here = await visit('anna', '/ich');
    await list(here).getByText(/^Diese Anmeldung/).waitFor();
    const there = await visit('anna', '/');
    // The list is told of the new one.
    const other = list(here).getByRole('button', { name: 'Dort abmelden', exact: true });
    await other.waitFor();
    assert.match(await list(here).getByRole('listitem').first().innerText(), /Diese Anmeldung/);
    await other.press('Enter');
    await there.page.getByText('Deine Anmeldung ist abgelaufen oder wurde beendet.').waitFor();
    await other.waitFor({ state: 'detached' });
    assert.equal(await list(here).getByRole('listitem').count(), 1);
    there.outage = true;
    await leave(here);
    await there.context.close();
  });

  it('tells programs by their names; all other browsers go together after a second question, programs stay', async () => {
    const label = new_word('Kalender ');
    const { berta } = await sign_in_all(stack, 'berta');
    await berta.rpc('session.create_token', { label });
    const here = await visit('berta', '/ich', { viewport: { width: 320, height: 640 } });
    await list(here).getByText(label).waitFor();
    const before = await list(here).getByRole('listitem').count();
    assert.ok(before >= 3, `${before} sessions`);
    await list(here).getByRole('button', { name: 'Alle anderen Geräte abmelden' }).click();
    await list(here).getByRole('button', { name: 'Ja, überall abmelden' }).click();
    await list(here).getByRole('button', { name: 'Ja, überall abmelden' }).waitFor({ state: 'detached' });
    assert.equal(await list(here).getByRole('listitem').count(), 2);
    await list(here).getByRole('button', { name: 'Zugang entziehen' }).click();
    await list(here).getByText(label).waitFor({ state: 'detached' });
    const wide = await here.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `the page is ${wide} px wide`);
    await leave(here);
  });
});

describe('signing out from afar without a network', { skip: without_browser, concurrency: false }, () => {
  it('says that it did not work, and works when tried again', async () => {
    const here = await visit('otto', '/ich');
    const there = await visit('otto', '/');
    await list(here).getByRole('button', { name: 'Dort abmelden' }).waitFor();
    here.outage = there.outage = true;
    await here.context.setOffline(true);
    // From here on nothing gets out any more, also not over a line that was open.
    await here.page.getByText('Kein Netz').waitFor({ timeout: 20_000 });
    await list(here).getByRole('button', { name: 'Dort abmelden' }).click();
    await list(here).getByRole('alert').getByText('nicht zu erreichen').waitFor({ timeout: 20_000 });
    await here.context.setOffline(false);
    await list(here).getByRole('button', { name: 'Dort abmelden' }).click();
    await there.page.getByText('Deine Anmeldung ist abgelaufen oder wurde beendet.').waitFor({ timeout: 20_000 });
    await leave(here);
    await there.context.close();
  });
});

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
