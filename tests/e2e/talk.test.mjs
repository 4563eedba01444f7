// Two members in two browsers talk in a channel of the group that covers the Landkreis Görlitz.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { Person, start_browser, without_browser } from '../lib/browser.mjs';
import { Member } from '../lib/client.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { until } from '../lib/wait.mjs';

const stack = without_browser ? undefined : await start_stack({ demo: 'full' });
const browser = without_browser ? undefined : await start_browser();
const people = [];
const origin = stack?.page_url();
const open = async (options) => {
  const person = await Person.open(browser, origin, options);
  people.push(person);
  return person;
};

describe('in the browser', { skip: without_browser }, () => {
  after(() => browser?.close());

  const accounts = () => JSON.parse(readFileSync(stack.accounts_file, 'utf8'));
  const account = (role) => accounts().find((each) => each.role === role);
  let anna, jana, channel;

  it('both sign in and find the channel by clicking through their group', async () => {
    const member = await new Member(stack, account('member')).sign_in();
    const group = (await member.rpc('space.list')).spaces.find((each) => each.regions.includes('14626'));
    assert.equal(group.name, 'Oberlausitz');
    channel = (await member.rpc('chat.list_channels', { space: group.id })).channels.find((each) => each.name === 'Austausch');
    [anna, jana] = [await open(), await open()];
    for (const [person, role] of [[anna, 'member'], [jana, 'moderator']]) {
      await person.sign_in(account(role));
      await person.page.getByRole('link', { name: /Oberlausitz/ }).first().click();
      await person.page.getByRole('link', { name: /Austausch/ }).first().click();
      await person.composer.waitFor();
      assert.ok(person.page.url().startsWith(origin));
      await person.page.waitForFunction(() => document.querySelectorAll('article').length > 0);
    }
    assert.equal(anna.page.url(), `${origin}/kanal/${channel.id}`);
  });

  it('what one writes is there at once, is acknowledged, and reaches the other', async () => {
    const times = [];
    for (const [writer, reader] of [[anna, jana], [jana, anna], [anna, jana]]) {
      const text = `${new_word('Gruß')} aus Görlitz`;
      await writer.composer.fill(text);
      const begun = performance.now();
      await writer.composer.press('Enter');
      await writer.page.locator('article').filter({ hasText: text }).first().waitFor();
      const shown = performance.now() - begun;
      await writer.sees(text);
      const acknowledged = performance.now() - begun;
      await reader.sees(text);
      times.push([shown, acknowledged, performance.now() - begun].map(Math.round).join('/'));
      assert.equal(await writer.composer.inputValue(), '');
      assert.deepEqual([await writer.counts([text]), await reader.counts([text])], [[1], [1]]);
    }
    console.log(`shown/acknowledged/at the other after ${times.join(', ')} ms`);
  });

  it('what is written is text: no markup of a stranger runs or loads', async () => {
    const word = new_word('Angriff');
    const evil = `${word} <img src=x onerror="document.title='weg'"> <script>document.title='weg'</script> [x](javascript:alert(1)) ![x](http://evil.example/x.png)`;
    await anna.write(evil);
    await jana.sees(word);
    await anna.sees(word);
    for (const { page } of [anna, jana]) {
      assert.doesNotMatch(await page.title(), /weg/);
      const row = page.locator('article').filter({ hasText: word }).first();
      assert.equal(await row.locator('img, script, iframe, [onerror], a[href^="javascript"]').count(), 0);
    }
  });

  it('long words, right-to-left text and emoji stay in their row', async () => {
    const word = new_word('breit');
    await jana.write(`${word} ${'Donaudampfschifffahrts'.repeat(20)} مرحبا 👩‍👩‍👧‍👦`);
    await anna.sees(word);
    const overflow = await anna.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
  });

  it('a reload shows the same', async () => {
    const texts = [new_word('eins'), new_word('zwei')];
    for (const text of texts) {
      await anna.write(text);
      await anna.sees(text);
    }
    await jana.page.reload();
    await jana.sees(texts[1]);
    assert.deepEqual(await jana.counts(texts), [1, 1]);
  });

  it('unread counts grow for who is elsewhere and go when she looks', async () => {
    const other = await open();
    await other.sign_in(account('coordinator'));
    const row = other.page.getByRole('link', { name: /Oberlausitz/ }).first();
    await row.click();
    await other.page.getByRole('link', { name: /Fahrgemeinschaften/ }).first().click();
    await other.composer.waitFor();
    const channel_row = other.page.getByRole('navigation').getByRole('link', { name: /^Austausch/ }).first();
    const count = async () => Number(/(\d+)\s+ungelesen/.exec((await channel_row.textContent()) ?? '')?.[1] ?? 0);
    const before = await count();
    await anna.write(new_word('ungelesen'));
    await until(async () => (await count()) > before, { within: 6_000, what: 'a greater number' });
    await channel_row.click();
    await other.page.getByRole('feed').waitFor();
    // One begins where one stopped reading; what is further down counts until one has been there.
    const at_the_end = () => other.page.locator('article').last().scrollIntoViewIfNeeded();
    await until(() => at_the_end().then(async () => (await count()) === 0), { within: 10_000, what: 'the end of the number' });
    await other.context.close();
  });

  it('in English too, and the language can be changed before signing in', async () => {
    const person = await open({ language: 'en' });
    await person.page.goto(origin);
    await person.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await person.page.locator('html').getAttribute('lang'), 'en');
    await person.page.getByRole('button', { name: 'Auf Deutsch' }).click();
    await person.page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    assert.equal(await person.page.locator('html').getAttribute('lang'), 'de');
    await person.page.getByRole('button', { name: 'In English' }).click();
    await person.sign_in(account('member'));
    await person.open_channel(channel.id);
    const text = new_word('hello');
    await person.write(text);
    await person.sees(text);
    await jana.sees(text);
    await person.context.close();
  });

  it('a wrong password is said in words, and the page stays', async () => {
    const person = await open();
    await person.page.goto(origin);
    await person.page.getByLabel(person.words.email).fill('maren.pflugbeil@example.org');
    await person.page.getByLabel(person.words.password, { exact: true }).fill('das ist es nicht');
    await person.page.getByRole('button', { name: person.words.submit, exact: true }).click();
    await person.page.getByText('E-Mail-Adresse oder Passwort stimmt nicht.').waitFor();
    await person.context.close();
  });

  it('by keyboard alone: signing in, finding the channel, sending', async () => {
    const person = await open();
    const { page } = person;
    const { email, password } = account('member');
    await page.goto(origin);
    await page.getByLabel(person.words.email).waitFor();
    const tab_to = async (fits, most = 80) => {
      for (let i = 0; i < most; i++) {
        await page.keyboard.press('Tab');
        const found = await page.evaluate(() => {
          const at = document.activeElement;
          const label = at?.labels?.[0]?.textContent ?? '';
          return { tag: at?.tagName, type: at?.type, name: at?.getAttribute('aria-label') ?? '', label, text: at?.textContent ?? '', href: at?.getAttribute('href') ?? '' };
        });
        if (fits(found)) return found;
      }
      throw new Error(`Tab does not lead there: ${fits}`);
    };
    await tab_to((at) => at.type === 'email');
    await page.keyboard.type(email);
    await tab_to((at) => at.type === 'password');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').first().waitFor();
    await tab_to((at) => at.tag === 'A' && /Oberlausitz/.test(at.text));
    await page.keyboard.press('Enter');
    await tab_to((at) => at.tag === 'A' && at.href === `/kanal/${channel.id}`);
    await page.keyboard.press('Enter');
    await person.composer.waitFor();
    await tab_to((at) => at.tag === 'TEXTAREA');
    const text = new_word('Tastatur');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await person.sees(text);
    await jana.sees(text);
    await person.context.close();
  });

  it('at 320 px nothing is cut off, and one can write', async () => {
    const person = await open({ viewport: { width: 320, height: 640 } });
    const { page } = person;
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= 320);
    await page.goto(origin);
    await page.getByLabel(person.words.email).waitFor();
    assert.ok(await fits(), 'the sign-in page is too wide');
    await person.sign_in(account('member'));
    assert.ok(await fits(), 'the start is too wide');
    await person.open_channel(channel.id);
    await page.waitForFunction(() => document.querySelectorAll('article').length > 0);
    assert.ok(await fits(), 'the channel is too wide');
    const box = await person.composer.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 320 && box.y + box.height <= 640, JSON.stringify(box));
    const text = new_word('schmal');
    await person.composer.fill(text);
    await page.getByRole('button', { name: person.words.send }).click();
    await person.sees(text);
    await person.context.close();
  });

  it('signing out ends the session in every tab of this browser', async () => {
    const person = await open();
    await person.enter(account('administrator'));
    const second = await person.context.newPage();
    await second.goto(origin);
    await second.getByRole('navigation').first().waitFor();
    await person.page.goto(`${origin}/ich`);
    await person.page.getByRole('button', { name: 'Abmelden', exact: true }).click();
    for (const page of [person.page, second]) await page.getByLabel(person.words.email).waitFor({ timeout: 6_000 });
    assert.deepEqual((await person.context.cookies()).filter((each) => each.name === 'verbund'), []);
    await person.context.close();
  });

  it('all the while: no violation of the policy, nothing from third parties, no error in the console', () => {
    assert.deepEqual(people.flatMap((each) => each.faults), []);
  });
});

if (stack) ends_well(stack);
