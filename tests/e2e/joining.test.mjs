// Finding a group, coming into it and leaving it, in the page.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { start_browser, visitors, without_browser } from '../lib/browser.mjs';
import { account, more_spaces, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';

const stack = without_browser ? undefined : await start_stack({ demo: 'small' });
const browser = without_browser ? undefined : await start_browser();

const { visit, leave } = visitors(browser, stack);
/** A group of its own that clara coordinates, joined as said. */
async function group(joins) {
  const { clara } = await sign_in_all(stack, 'clara');
  const [id] = await more_spaces(stack, clara.id, 1);
  const name = new_word('AG ');
  await stack.sql(`update members.spaces set name = '${name}', joins = '${joins}' where id = '${id}'`);
  const channel = (await open_channel(clara, id, new_word('Kanal '))).id;
  return { clara, id, name, channel };
}
const others = (person) => person.page.getByRole('region', { name: 'Weitere Gruppen' });
const rail = (person) => person.page.getByRole('navigation', { name: 'Meine Orte' });

describe('a group', { skip: without_browser, concurrency: false }, () => {
  after(() => browser?.close());

  it('that anybody may join is found at the start, joined, written in and left again, by keyboard alone', async () => {
    const { name, channel } = await group('free');
    const fred = await visit('fred', '/gruppen');
    const { page } = fred;
    await others(fred).getByRole('link', { name: new RegExp(name) }).press('Enter');
    await page.getByRole('button', { name: 'Beitreten' }).press('Enter');
    await rail(fred).getByRole('link', { name: new RegExp(name) }).waitFor();
    await fred.open_channel(channel);
    const word = new_word();
    await fred.write(word);
    await fred.sees(word);
    await rail(fred).getByRole('link', { name: new RegExp(name) }).press('Enter');
    await page.getByRole('button', { name: 'Gruppe verlassen' }).press('Enter');
    await page.getByText('Du kannst jederzeit wieder beitreten.').waitFor();
    await page.getByRole('button', { name: 'Ja, verlassen' }).press('Enter');
    await page.getByRole('button', { name: 'Beitreten' }).waitFor();
    await rail(fred).getByRole('link', { name: new RegExp(name) }).waitFor({ state: 'detached' });
    await leave(fred);
  });

  it('whose coordination decides is asked with a sentence, and the page shows its answer without being reloaded', async () => {
    const { clara, id } = await group('request');
    const fred = await visit('fred', `/gruppe/${id}`, { viewport: { width: 320, height: 640 } });
    const { page } = fred;
    await page.getByRole('textbox', { name: /Ein Satz dazu/ }).fill('Ich arbeite an der Oberschule nebenan.');
    await page.getByRole('button', { name: 'Anfragen', exact: true }).click();
    await page.getByRole('button', { name: 'Anfrage zurückziehen' }).click();
    await page.getByRole('button', { name: 'Anfragen', exact: true }).click();
    await page.getByText('Deine Anfrage liegt bei der Koordination.').waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `the page is ${wide} px wide`);
    await clara.rpc('space.answer_application', { space: id, member: account(stack, 'fred').id, accepted: true });
    await page.getByRole('button', { name: 'Gruppe verlassen' }).waitFor();
    await leave(fred);
  });

  it('that invites somebody shows up on her page at once; declined it is gone, accepted it is hers', async () => {
    const { clara, id, name } = await group('invitation');
    const fred = await visit('fred', '/gruppen');
    const { page } = fred;
    await others(fred).getByText(name).waitFor();
    const invite = () => clara.rpc('space.invite', { space: id, member: account(stack, 'fred').id });
    await invite();
    const row = others(fred).getByRole('listitem').filter({ hasText: name });
    await row.getByText('Du bist eingeladen').waitFor();
    await row.getByRole('link').click();
    await page.getByRole('button', { name: 'Ablehnen' }).click();
    await page.getByText('Hier kommt man auf Einladung hinein.').waitFor();
    await invite();
    await page.getByRole('button', { name: 'Annehmen' }).click();
    await page.getByRole('button', { name: 'Gruppe verlassen' }).waitFor();
    await leave(fred);
  });

  it('is joined by a guest only on invitation, and that is what she is told', async () => {
    const { id, name } = await group('free');
    await stack.sql(`update members.spaces set readers = 'public' where id = '${id}'`);
    const gast = await visit('gast', '/gruppen');
    await others(gast).getByRole('link', { name: new RegExp(name) }).click();
    await gast.page.getByText('Hier kommt man auf Einladung hinein.').waitFor();
    assert.equal(await gast.page.getByRole('button', { name: 'Beitreten' }).count(), 0);
    await leave(gast);
  });

  it('that is archived says so and is joined by nobody', async () => {
    const { id } = await group('free');
    await stack.sql(`update members.spaces set archived_at = now() where id = '${id}'`);
    const fred = await visit('fred', `/gruppe/${id}`);
    await fred.page.getByText(/^Diese Gruppe ist seit .* abgelegt/).waitFor();
    assert.equal(await fred.page.getByRole('button', { name: 'Beitreten' }).count(), 0);
    await leave(fred);
  });

  it('keeps the sentence of a request that did not get out, says so, and sends it when tried again', async () => {
    const { id } = await group('request');
    const fred = await visit('fred', `/gruppe/${id}`);
    const { page } = fred;
    const field = page.getByRole('textbox', { name: /Ein Satz dazu/ });
    await field.fill('Bleibt stehen');
    fred.outage = true;
    await fred.context.setOffline(true);
    // From here on nothing gets out any more, also not over a line that was open.
    await page.getByText('Kein Netz').waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Anfragen', exact: true }).click();
    await page.getByRole('alert').getByText('nicht zu erreichen').waitFor({ timeout: 20_000 });
    assert.equal(await field.inputValue(), 'Bleibt stehen');
    await fred.context.setOffline(false);
    await page.getByRole('button', { name: 'Anfragen', exact: true }).click();
    await page.getByText('Deine Anfrage liegt bei der Koordination.').waitFor({ timeout: 20_000 });
    await leave(fred);
  });
});

if (stack) ends_well(stack);
