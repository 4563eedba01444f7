// What is new over all spaces, in the page: read from top to bottom, marked, taken back, and done.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { start_browser, visitors, without_browser } from '../lib/browser.mjs';
import { message, more_spaces, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { until } from '../lib/wait.mjs';

const stack = without_browser ? undefined : await start_stack({ demo: 'small' });
const browser = without_browser ? undefined : await start_browser();
const { visit, leave } = visitors(browser, stack);

/** Somebody's group with two channels in which clara talks. */
async function talk(name) {
  const people = await sign_in_all(stack, 'clara', name);
  const [space] = await more_spaces(stack, people.clara.id, 1);
  const group = new_word('AG ');
  await stack.sql(`update members.spaces set name = '${group}' where id = '${space}'; insert into members.memberships (space, member, role) values ('${space}', '${people[name].id}', 'member')`);
  const names = [new_word('Kanal '), new_word('Kanal ')];
  const channels = [];
  for (const each of names) channels.push((await open_channel(people.clara, space, each)).id);
  return { ...people, me: people[name], space, group, names, channels, say: (channel, text) => people.clara.rpc('chat.send_message', message(channel, text)) };
}
const row = (person, text) => person.page.getByRole('listitem').filter({ hasText: text });

describe('what is new', { skip: without_browser, concurrency: false }, () => {
  after(() => browser?.close());

  it('stands under its group with the first words I have not read; gelesen is taken back, then kept, by keyboard alone', async () => {
    const { me, group, names, channels, say } = await talk('fred');
    const [read, first, second] = [new_word('gelesen '), new_word('zuerst '), new_word('danach ')];
    const { number } = await say(channels[0], read);
    await me.rpc('chat.mark_read', { channel: channels[0], number });
    await say(channels[0], `${first} **wichtig** und mehr`);
    await say(channels[0], second);
    const fred = await visit('fred');
    const { page } = fred;
    const section = page.getByRole('region', { name: group });
    await section.getByText(first).waitFor();
    const line = row(fred, first);
    assert.match(await line.innerText(), new RegExp(`wichtig und mehr[\\s\\S]*${names[0]}, 2 neue`));
    assert.equal(await page.getByText(second).count() + await page.getByText(read).count(), 0);
    await line.getByRole('button', { name: 'Gelesen' }).press('Enter');
    await line.getByRole('button', { name: 'Rückgängig' }).press('Enter');
    await line.getByRole('button', { name: 'Gelesen' }).press('Enter');
    await line.getByRole('button', { name: 'Rückgängig' }).waitFor();
    // Whoever goes on means it.
    await page.getByRole('navigation', { name: 'Meine Orte' }).getByRole('link', { name: 'Alle Gruppen' }).press('Enter');
    await until(async () => (await me.rpc('chat.list_channels', {})).channels.find((each) => each.id === channels[0]).unread === 0, { what: 'the mark' });
    await page.getByRole('link', { name: 'Neues' }).press('Enter');
    await page.getByText(/^Das war alles seit|^Nichts Neues/).waitFor();
    assert.equal(await page.getByText(first).count(), 0);
    await leave(fred);
  });

  it('that mentions me stands first, on the marker and in the rail; opening its channel has seen it', async () => {
    const { me, group, names, channels, say } = await talk('anna');
    const word = new_word('Vereinbarung ');
    const anna = await visit('anna');
    const { page } = anna;
    await page.getByRole('heading', { name: 'Neues' }).waitFor();
    await say(channels[1], `[@Anna](member:${me.id}) schickst du mir die ${word}?`);
    const rail = page.getByRole('navigation', { name: 'Meine Orte' });
    await rail.getByRole('link', { name: /Neues.*neue Erwähnung/ }).waitFor();
    // New lines do not push aside what is being read.
    await until(async () => (await page.getByRole('button', { name: /neue Zeilen? zeigen/ }).count()) + (await row(anna, word).count()) > 0, { what: 'an announcement' });
    const more = page.getByRole('button', { name: /neue Zeilen? zeigen/ });
    if (await more.count()) await more.click();
    const mine = page.getByRole('region', { name: 'An dich' });
    const line = mine.getByRole('listitem').filter({ hasText: word });
    assert.match(await line.innerText(), new RegExp(`@Anna schickst du mir die ${word}[\\s\\S]*hat dich erwähnt in ${names[1]}, ${group}`));
    await line.getByRole('link').click();
    await anna.sees(word);
    await rail.getByRole('link', { name: /^Neues$/ }).waitFor();
    const { items } = await me.rpc('notify.inbox', {});
    assert.ok(items.every((item) => item.seen_at), 'the inbox is seen');
    await leave(anna);
  });

  it('in many channels is read with one command a group, also on the narrowest phone', async () => {
    const { me, group, channels, say } = await talk('berta');
    await Promise.all(channels.map((channel) => say(channel, `${new_word()} ${'Schulsozialarbeiterinnenvernetzungstreffen '.repeat(6)}`)));
    const berta = await visit('berta', '/', { viewport: { width: 320, height: 640 } });
    const { page } = berta;
    const section = page.getByRole('region', { name: group });
    await section.getByRole('button', { name: 'Alles gelesen' }).click();
    assert.equal(await section.getByRole('button', { name: 'Rückgängig' }).count(), 2);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `the page is ${wide} px wide`);
    await page.getByRole('link', { name: 'Ich', exact: true }).click();
    await until(async () => (await me.rpc('chat.list_channels', {})).channels.filter((each) => channels.includes(each.id)).every((each) => each.unread === 0), { what: 'both marks' });
    await leave(berta);
  });

  it('that could not be marked says so and is there to be marked again', async () => {
    const { me, group, channels, say } = await talk('fred');
    const words = [new_word('eins '), new_word('zwei ')];
    for (const i of [0, 1]) await say(channels[i], words[i]);
    const fred = await visit('fred');
    const { page } = fred;
    await page.getByRole('region', { name: group }).getByText(words[0]).waitFor();
    fred.outage = true;
    await fred.context.setOffline(true);
    await page.getByText('Kein Netz').waitFor({ timeout: 20_000 });
    await row(fred, words[0]).getByRole('button', { name: 'Gelesen' }).click();
    // Going on to the next one means the first.
    await row(fred, words[1]).getByRole('button', { name: 'Gelesen' }).click();
    await row(fred, words[0]).getByText('Das kam nicht beim Server an.').waitFor({ timeout: 20_000 });
    await fred.context.setOffline(false);
    await page.getByText('Kein Netz').waitFor({ state: 'detached', timeout: 20_000 });
    await row(fred, words[0]).getByRole('button', { name: 'Gelesen' }).click();
    await page.getByRole('link', { name: 'Alle Gruppen' }).click();
    await until(async () => (await me.rpc('chat.list_channels', {})).channels.filter((each) => channels.includes(each.id)).every((each) => each.unread === 0), { within: 15_000, what: 'both marks' });
    await leave(fred);
  });

  it('ends with a sentence; with nothing new it says so', async () => {
    const { me } = await talk('fred');
    for (const { id, last_number } of (await me.rpc('chat.list_channels', {})).channels) if (last_number > 0) await me.rpc('chat.mark_read', { channel: id, number: last_number });
    const fred = await visit('fred');
    await fred.page.getByText('Nichts Neues: Du hast alles gelesen.').waitFor();
    await leave(fred);
  });
});

if (stack) ends_well(stack);
