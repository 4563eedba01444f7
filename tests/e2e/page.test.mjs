// The page itself: German and English, wide and 320 px, light and dark, by keyboard alone, obeying its policy.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { Person, start_browser } from '../lib/browser.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';

const stack = await start_stack({ demo: 'full' });
const browser = await start_browser();
after(() => browser.close());
const accounts = Object.fromEntries(JSON.parse(readFileSync(stack.accounts_file, 'utf8')).map((each) => [each.role, each]));

/** Opens a channel of a space by what a person would press: its address. */
async function enter({ page, origin }, space, channel) {
  await page.goto(`${origin}/gruppen`);
  await page.getByRole('main').getByText(space, { exact: true }).first().waitFor();
  // The channels come after the groups.
  const found = await page.waitForFunction(
    ([s, c]) => {
      const links = [...document.querySelectorAll('main a')];
      const from = links.findIndex((a) => a.textContent.includes(s));
      return links.slice(from + 1).find((a) => a.getAttribute('href')?.startsWith('/kanal/') && a.textContent.includes(c))?.getAttribute('href');
    },
    [space, channel],
  );
  const address = await found.jsonValue();
  await page.getByRole('main').locator(`a[href="${address}"]`).click();
  await page.getByRole('feed').waitFor();
  return address;
}

/** The width of what sticks out of the window, in pixels. */
const overhang = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Controls that are smaller than a finger or a pointer needs; what shows only when focused is left out. */
const small_targets = (page, least) =>
  page.evaluate(
    (size) =>
      [...document.querySelectorAll('a, button, input, textarea')]
        .map((each) => ({ name: each.textContent || each.getAttribute('aria-label') || each.type, box: (each.closest('label') ?? each).getBoundingClientRect(), inline: !!each.closest('p') }))
        .filter(({ box, inline }) => !inline && box.width > 2 && (box.width < size || box.height < size))
        .map(({ name, box }) => `${name}: ${Math.round(box.width)}×${Math.round(box.height)}`),
    least,
  );

async function visit(options) {
  const visitor = await Person.open(browser, stack.page_url(), options);
  await visitor.enter(accounts.member);
  return visitor;
}

describe('the page', { concurrency: false }, () => {
  for (const [language, words] of Object.entries({ de: ['Meine Gruppen', 'Senden'], en: ['My groups', 'Send'] }))
    it(`speaks ${language}, as the browser asks, and says so`, async () => {
      const visitor = await visit({ language });
      await visitor.page.getByText(words[0]).first().waitFor();
      assert.equal(await visitor.page.locator('html').getAttribute('lang'), language);
      await enter(visitor, 'Oberlausitz', 'Austausch');
      await visitor.page.getByRole('button', { name: words[1], exact: true }).waitFor();
      assert.deepEqual(visitor.faults, []);
      await visitor.context.close();
    });

  for (const scheme of ['light', 'dark'])
    it(`fits a phone of 320 px in ${scheme}: nothing sticks out, text is not too small, a finger can press`, async () => {
      const visitor = await visit({ viewport: { width: 320, height: 568 }, colorScheme: scheme, hasTouch: true });
      const smallest = () =>
        visitor.page.evaluate(() => {
          const texts = [...document.querySelectorAll('body *')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
          const shown = texts.filter((e) => e.getBoundingClientRect().width > 1 && !e.closest('script, style'));
          return Math.min(...shown.filter((e) => !e.matches('[class*=plate]')).map((e) => parseFloat(getComputedStyle(e).fontSize)));
        });
      for (const go of [() => undefined, () => visitor.page.goto(`${stack.page_url()}/gruppen`), () => enter(visitor, 'Oberlausitz', 'Austausch'), () => visitor.page.goto(`${stack.page_url()}/ich`)]) {
        await go();
        await visitor.page.waitForTimeout(300);
        assert.equal(await overhang(visitor.page), 0, visitor.page.url());
        assert.ok((await smallest()) >= 14, `text of ${await smallest()} px at ${visitor.page.url()}`);
        assert.deepEqual(await small_targets(visitor.page, 24), [], visitor.page.url());
      }
      const ground = await visitor.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const [red] = /\d+/.exec(ground);
      assert.equal(Number(red) < 128, scheme === 'dark', ground);
      assert.deepEqual(visitor.faults, []);
      await visitor.context.close();
    });

  it('signs in and sends a message by keyboard alone', async () => {
    const visitor = await Person.open(browser, stack.page_url());
    const { page } = visitor;
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('type') ?? document.activeElement?.tagName.toLowerCase());
    const tab_to = async (wanted, most = 60) => {
      for (let i = 0; i < most; i++) {
        if (await wanted()) return;
        await page.keyboard.press('Tab');
      }
      assert.fail('not reachable by Tab');
    };
    await page.goto(stack.page_url());
    await page.locator('input[type=email]').waitFor();
    await tab_to(async () => (await focused()) === 'email');
    await page.keyboard.type(accounts.member.email);
    await tab_to(async () => (await focused()) === 'password');
    await page.keyboard.type(accounts.member.password);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.startsWith('/anmelden'));
    await page.getByText('Oberlausitz').first().waitFor();
    await tab_to(() => page.evaluate(() => document.activeElement?.getAttribute('href')?.startsWith('/kanal/')));
    await page.keyboard.press('Enter');
    await visitor.page.getByRole('feed').waitFor();
    await tab_to(async () => (await focused()) === 'textarea');
    const text = `Nur mit Tasten ${new_word()}`;
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await visitor.sees(text);
    assert.deepEqual(visitor.faults, []);
    await visitor.context.close();
  });

  it('shows what is dangerous as text', async () => {
    const visitor = await visit({});
    await enter(visitor, 'Oberlausitz', 'Termine');
    const word = new_word();
    for (const hostile of ['<img src=x onerror=alert(1)>', '<script>alert(1)</script>', '[x](javascript:alert(1))', '![x](https://example.org/x.png)', '<svg/onload=alert(1)>'])
      await visitor.write(`${hostile} ${word}`);
    await visitor.page.waitForTimeout(1000);
    const inert = await visitor.page.getByRole('feed').evaluate((feed) => feed.querySelectorAll('script, img[onerror], svg[onload], iframe, [href^="javascript:"]').length);
    assert.equal(inert, 0);
    assert.deepEqual(visitor.faults, []);
    await visitor.context.close();
  });

  it('sends everybody to the sign-in page who is not signed in, and back to the place afterwards', async () => {
    const one = await visit({});
    const address = await enter(one, 'Oberlausitz', 'Austausch');
    await one.context.close();
    const visitor = await Person.open(browser, stack.page_url());
    await visitor.sign_in(accounts.moderator, address);
    await visitor.page.waitForURL(stack.page_url() + address);
    await visitor.page.getByRole('feed').waitFor();
    await visitor.context.close();
  });

  it('forgets everything when one signs out', async () => {
    const visitor = await visit({});
    await enter(visitor, 'Oberlausitz', 'Austausch');
    await visitor.composer.fill(`Entwurf ${new_word()}`);
    await visitor.page.goto(`${stack.page_url()}/ich`);
    await visitor.page.getByRole('button', { name: 'Abmelden', exact: true }).click();
    await visitor.page.waitForURL((url) => url.pathname.startsWith('/anmelden'));
    const kept = await visitor.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    assert.ok(!/Entwurf|Austausch|@example/.test(kept), kept);
    await visitor.context.close();
  });
});

ends_well(stack);
