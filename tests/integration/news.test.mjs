// What is new for a member over all her spaces, how messages begin, and finding people by name.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { message, more_spaces, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_id, new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';

const stack = await start_stack({ demo: 'small' });
const { anna, clara, fred } = await sign_in_all(stack, 'anna', 'clara', 'fred');
const join = (space, member) => stack.sql(`insert into members.memberships (space, member, role) values ('${space}', '${member}', 'member')`);
const say = (member, channel, text) => member.rpc('chat.send_message', message(channel, text));

/** A group of clara's that somebody is in, with an empty channel. */
async function group(member) {
  const [space] = await more_spaces(stack, clara.id, 1);
  await join(space, member.id);
  return { space, channel: (await open_channel(clara, space, new_word('Kanal '))).id };
}
const found_in = async (member, channel) => (await member.rpc('chat.new_messages', {})).messages.filter((each) => each.channel === channel);

describe('what is new', () => {
  it('is the first message I have not read, without my own and those taken back', async () => {
    const { channel } = await group(anna);
    const { number } = await say(clara, channel, 'schon gelesen');
    await anna.rpc('chat.mark_read', { channel, number });
    assert.deepEqual(await found_in(anna, channel), []);
    await say(anna, channel, 'von mir');
    const gone = await say(clara, channel, 'zurückgenommen');
    await clara.rpc('chat.delete_message', { id: gone.id, channel });
    const first = await say(clara, channel, 'das erste');
    await say(clara, channel, 'das zweite');
    const [{ id, author, words, sent_at, number: at }, ...more] = await found_in(anna, channel);
    assert.deepEqual({ id, author, words, sent_at, number: at, more }, { id: first.id, author: clara.id, words: 'das erste', sent_at: first.sent_at, number: first.number, more: [] });
  });

  it('is nothing that was said before I came, nor in the list of channels', async () => {
    const [space] = await more_spaces(stack, clara.id, 1);
    const channel = (await open_channel(clara, space, new_word('Kanal '))).id;
    for (let i = 0; i < 3; i++) await say(clara, channel, 'lange her');
    await anna.rpc('space.join', { space });
    const entry = async () => (await anna.rpc('chat.list_channels', { space })).channels[0];
    assert.deepEqual(await found_in(anna, channel), []);
    assert.deepEqual([(await entry()).unread, (await entry()).read_number], [0, 3]);
    await say(anna, channel, 'von mir');
    assert.deepEqual(await found_in(anna, channel), []);
    const first = await say(clara, channel, 'willkommen');
    await say(clara, channel, 'und noch etwas');
    assert.deepEqual((await found_in(anna, channel)).map((each) => each.id), [first.id]);
    assert.equal((await entry()).unread, 2);
  });

  it('is not told of groups that I only read along in', async () => {
    const { channel } = await group(anna);
    await say(clara, channel, 'für die Gruppe');
    assert.deepEqual(await found_in(fred, channel), []);
    assert.equal((await fred.rpc('chat.history', { channel })).messages.length, 1);
  });
});

describe('how messages begin', () => {
  it('are their first 300 characters; what is taken back, not there or not for me is left out', async () => {
    const { channel } = await group(anna);
    const text = '𝄞ä'.repeat(400);
    const long = await say(clara, channel, text);
    const gone = await say(clara, channel, 'weg');
    await clara.rpc('chat.delete_message', { id: gone.id, channel });
    const { vera } = await sign_in_all(stack, 'vera');
    const hidden = await say(vera, (await open_channel(vera, stack.place.spaces.hidden)).id, 'geheim');
    const { messages } = await anna.rpc('chat.excerpts', { messages: [gone.id, long.id, hidden.id, new_id()] });
    assert.deepEqual(messages.map(({ id, words }) => [id, words]), [[long.id, [...text].slice(0, 300).join('')]]);
  });
});

describe('people of a space', () => {
  const people = ['Dr. Henriette Müller-Wöllstein', 'Nguyễn Thị Minh Châu', 'Jana Hořeňová', 'Mülleritz 100% Test', 'Berta Emüller'];
  it('are found by how a part of the name begins, whatever its case, accents and hyphens', async () => {
    const [space] = await more_spaces(stack, clara.id, 1);
    for (const name of people) {
      const id = new_id();
      await stack.sql(`insert into members.members (id, email, name, plate, guest, password_hash) values ('${id}', '${new_word()}@example.org', '${name}', 'GR', false, 'none')`);
      await join(space, id);
    }
    const names = async (name) => (await anna.rpc('space.find_members', { space, name })).members.map((each) => each.name);
    assert.deepEqual(await names('MÜLLER'), [people[3], people[0]]);
    assert.deepEqual(await names('muller w'), [people[0]]);
    assert.deepEqual(await names('horenova'), [people[2]]);
    assert.deepEqual(await names('minh chau'), [people[1]]);
    assert.deepEqual(await names('Nguyê'), [people[1]]);
    for (const none of ['%', '_', 'üller', 'xyz', '\\']) assert.deepEqual(await names(none), [], none);
    assert.deepEqual(await names('100%'), [people[3]]);
  });

  it('are found ten at most, and not at all in a space that is hidden from me', async () => {
    const { members } = await anna.rpc('space.find_members', { space: stack.place.spaces.association, name: 'test' });
    assert.ok(members.length > 5 && members.length <= 10, `${members.length}`);
    await assert.rejects(anna.rpc('space.find_members', { space: stack.place.spaces.hidden, name: 'a' }), (error) => error.kind === 'not_found');
  });
});

ends_well(stack);
