// The places around the talk: groups, opening a channel, arriving, and what each says when it cannot do what one wants.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { Person, start_browser, visitors, without_browser } from '../lib/browser.mjs';
import { account, message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';

const stack = without_browser ? undefined : await start_stack({ demo: 'small' });
const browser = without_browser ? undefined : await start_browser();

const { open, visit, leave } = visitors(browser, stack);
const group = () => `/gruppe/${stack.place.spaces.group}`;
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

describe('the places', { skip: without_browser, concurrency: false }, () => {
  after(() => browser?.close());

  it('the coordination opens a channel in the page and writes in it', async () => {
    const clara = await visit('clara', group(), phone);
    const { page } = clara;
    const name = new_word('Kanal');
    await page.getByRole('button', { name: 'Kanal öffnen' }).tap();
    await page.getByRole('button', { name: 'Öffnen', exact: true }).tap();
    const field = page.getByRole('textbox', { name: 'Name des Kanals' });
    await page.getByText('Der Kanal braucht einen Namen.').waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.ok(await field.evaluate((element) => element === document.activeElement));
    await field.fill(name);
    await page.getByRole('textbox', { name: /Wozu/ }).fill('Zum Ausprobieren');
    await page.getByRole('button', { name: 'Öffnen', exact: true }).tap();
    await page.waitForURL(/\/kanal\//);
    const word = new_word();
    await clara.composer.fill(word);
    await page.getByRole('button', { name: 'Senden' }).tap();
    await clara.sees(word);
    await page.goto(stack.page_url() + group());
    await page.getByRole('link', { name: new RegExp(name) }).waitFor();
    await leave(clara);
  });

  it('what opens a channel loses nothing to a refusal, and repeats it with the same id', async () => {
    const clara = await visit('clara', group());
    const { page } = clara;
    await page.getByRole('button', { name: 'Kanal öffnen' }).click();
    await page.getByRole('textbox', { name: 'Name des Kanals' }).fill('Bleibt stehen');
    await stack.sql(`update members.memberships set role = 'member' where member = '${stack.place.ids.clara}' and space = '${stack.place.spaces.group}';`);
    // Also when the page has learnt meanwhile that she is no coordination any more.
    await page.waitForTimeout(2_000);
    await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
    await page.getByText('In dieser Gruppe darfst du keinen Kanal öffnen.').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Name des Kanals' }).inputValue(), 'Bleibt stehen');
    await stack.sql(`update members.memberships set role = 'coordination' where member = '${stack.place.ids.clara}' and space = '${stack.place.spaces.group}';`);
    await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
    await page.waitForURL(/\/kanal\//);
    await leave(clara);
  });

  it('who is no coordination is not offered it', async () => {
    const anna = await visit('anna', group());
    await anna.page.getByRole('heading', { name: 'Kanäle' }).waitFor();
    assert.equal(await anna.page.getByRole('button', { name: 'Kanal öffnen' }).count(), 0);
    await leave(anna);
  });

  it('who has not joined reads along in a group for all members, and is told so', async () => {
    const { clara, anna } = await sign_in_all(stack, 'clara', 'anna');
    const { id, name } = await open_channel(clara, stack.place.spaces.group, new_word('Kanal'));
    await anna.rpc('chat.send_message', message(id, 'Für alle zu lesen'));
    const fred = await visit('fred', group());
    await fred.page.getByText('Du liest hier mit, ohne Mitglied zu sein.').waitFor();
    await fred.page.getByRole('link', { name }).click();
    await fred.sees('Für alle zu lesen');
    await fred.page.getByText('Du kannst hier mitlesen, aber nicht schreiben.').waitFor();
    await fred.page.goto(`${stack.page_url()}/kanal/${id}`);
    await fred.sees('Für alle zu lesen');
    await leave(fred);
  });

  for (const address of ['/kanal/xyz', '/kanal/018f0000-0000-7000-8000-000000000000', '/gruppe/xyz'])
    it(`a mistyped address (${address}) says so and leads to the start`, async () => {
      const anna = await visit('anna', address);
      await anna.page.getByText('Vielleicht ist die Adresse vertippt').waitFor();
      await anna.page.getByRole('link', { name: 'Zu meinen Gruppen' }).click();
      await anna.page.waitForURL(`${stack.page_url()}/gruppen`);
      await leave(anna);
    });

  it('without a network every place says so within the window', async () => {
    const { clara } = await sign_in_all(stack, 'clara');
    for (let i = 0; i < 12; i++) await open_channel(clara, stack.place.spaces.group, new_word('Viele'));
    const anna = await visit('anna', '/gruppen', { viewport: { width: 320, height: 568 }, hasTouch: true });
    await anna.page.getByRole('link', { name: /Viele/ }).first().waitFor();
    await anna.page.waitForTimeout(3_000);
    anna.outage = true;
    await anna.context.setOffline(true);
    const said = async () => {
      const line = anna.page.getByText('Kein Netz');
      await line.waitFor();
      const { y, height } = await line.boundingBox();
      const bar = await anna.page.getByRole('navigation', { name: 'Orte' }).boundingBox();
      assert.ok(y >= 0 && y + height <= bar.y, `${anna.page.url()}: at ${y}`);
    };
    await said();
    await anna.page.getByRole('link', { name: 'Ich', exact: true }).tap();
    await anna.page.getByRole('heading', { name: 'Ich' }).waitFor();
    await said();
    await leave(anna);
  });

  it('signing in with empty fields is explained in our words, at the field', async () => {
    const person = await open();
    const { page } = person;
    await page.goto(stack.page_url());
    await page.getByText('Passwort vergessen?').waitFor();
    const submit = page.getByRole('button', { name: 'Anmelden', exact: true });
    const email = page.getByLabel('E-Mail-Adresse');
    await submit.click();
    await page.getByText('Bitte gib deine E-Mail-Adresse ein.').waitFor();
    await page.getByText('Bitte gib dein Passwort ein.').waitFor();
    assert.ok(await email.evaluate((element) => element === document.activeElement && element.getAttribute('aria-invalid') === 'true'));
    const described = await email.evaluate((element) => document.getElementById(element.getAttribute('aria-describedby'))?.textContent);
    assert.equal(described, 'Bitte gib deine E-Mail-Adresse ein.');
    await email.fill('anna');
    await submit.click();
    await page.getByText('Das ist keine gültige E-Mail-Adresse.').waitFor();
    await leave(person);
  });

  it('a session that ends on a shared device does not claim that what was written is still there', async () => {
    const { clara } = await sign_in_all(stack, 'clara');
    const { id } = await open_channel(clara, stack.place.spaces.group, new_word('Kanal'));
    for (const [device, said] of [[/Gemeinsam/, 'ist hier nichts gespeichert'], [/eigenes/, 'Was du geschrieben hast, ist noch da']]) {
      const person = await open();
      const { page } = person;
      await page.goto(`${stack.page_url()}/kanal/${id}`);
      await page.getByLabel('E-Mail-Adresse').fill('berta@example.org');
      await page.getByLabel('Passwort', { exact: true }).fill(account(stack, 'berta').password);
      await page.getByRole('radio', { name: device }).check();
      await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
      await person.composer.fill('Ein Entwurf');
      person.outage = true;
      await page.context().clearCookies();
      await stack.sql(`update members.sessions set ended_at = now() where member = '${stack.place.ids.berta}' and ended_at is null;`);
      await page.context().setOffline(true);
      await page.waitForTimeout(500);
      await page.context().setOffline(false);
      await page.getByText(said).waitFor({ timeout: 60_000 });
      const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]).includes('Ein Entwurf'));
      assert.equal(kept, said.startsWith('Was'));
      await leave(person);
    }
  });

  it('the set-up page says at once that there is nothing left to set up', async () => {
    const person = await open();
    await person.page.goto(`${stack.page_url()}/einrichten?token=0123456789abcdef`);
    await person.page.getByText('schon eingerichtet').waitFor();
    assert.equal(await person.page.locator('input').count(), 0);
    await person.page.getByRole('link', { name: 'Zur Anmeldung' }).click();
    await person.page.getByLabel('E-Mail-Adresse').waitFor();
    await leave(person);
  });

  it('the set-up page explains at the field, shows the password when asked, and keeps everything after a wrong address', async () => {
    const empty = await start_stack({ demo: 'none' });
    try {
      const person = await Person.open(browser, empty.url(), phone);
      const { page } = person;
      await page.goto(`${empty.url()}/einrichten?token=0123456789abcdef`);
      const submit = page.getByRole('button', { name: 'Einrichten und anmelden' });
      const password = page.getByLabel('Passwort', { exact: true });
      await submit.tap();
      await page.getByText('Das Passwort braucht mindestens 12 Zeichen.').waitFor();
      assert.equal(await page.locator('[aria-invalid=true]').count(), 5);
      await page.getByLabel('Name des Vereins').fill('Testverein');
      await page.getByLabel('Kürzel').fill('TV');
      await page.getByLabel('Vor- und Nachname').fill('Adam Test');
      await page.getByLabel('E-Mail-Adresse').fill('adam@example.org');
      await password.fill('ein langes Passwort');
      assert.equal(await page.locator('[aria-invalid=true]').count(), 0);
      await page.getByRole('button', { name: 'Passwort anzeigen' }).tap();
      assert.equal(await password.getAttribute('type'), 'text');
      await page.getByRole('button', { name: 'Passwort verbergen' }).tap();
      assert.equal(await password.getAttribute('type'), 'password');
      person.outage = true;
      await submit.tap();
      await page.getByText('Diese Adresse gilt nicht mehr.').waitFor();
      assert.equal(await page.getByLabel('Vor- und Nachname').inputValue(), 'Adam Test');
      assert.equal(await password.inputValue(), 'ein langes Passwort');
      await leave(person);
    } finally {
      await empty.stop();
    }
  });
});

if (stack) ends_well(stack);
