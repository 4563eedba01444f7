// Channels: who opens them, who hears of it, how many there may be.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { Refused } from '../lib/client.mjs';
import { more_spaces, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_id } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited } from '../lib/wait.mjs';

const stack = await start_stack();
const { anna, clara, otto, adam } = await sign_in_all(stack, 'anna', 'clara', 'otto', 'adam');
const { group, association } = stack.place.spaces;
const refused = (kind) => (error) => error instanceof Refused && error.kind === kind;

describe('a channel', () => {
  it('is opened by the coordination, and the group hears of it', async () => {
    const listener = await anna.connect();
    await listener.subscribe(`space:${group}`);
    const wanted = { id: new_id(), space: group, name: 'Krisenintervention', purpose: 'Wer macht was, wenn es brennt' };
    const made = await clara.rpc('chat.create_channel', wanted);
    assert.deepEqual({ ...made, created_at: undefined }, { ...wanted, created_at: undefined });
    const { params } = await listener.event((each) => each.id === made.id);
    assert.equal(params.type, 'channel');
    assert.deepEqual(params.object, made);
    assert.deepEqual(await clara.rpc('chat.create_channel', wanted), made);
    await assert.rejects(clara.rpc('chat.create_channel', { ...wanted, name: 'anders' }), refused('conflict'));
    const { channels } = await anna.rpc('chat.list_channels', { space: group });
    assert.equal(channels.filter((each) => each.id === made.id).length, 1);
    assert.deepEqual(channels.find((each) => each.id === made.id), { ...made, last_number: 0, read_number: 0, unread: 0, may_write: true });
    await listener.close();
  });

  it('is opened by nobody else', async () => {
    for (const member of [anna, otto, adam]) {
      const wanted = { id: new_id(), space: group, name: 'ohne Recht' };
      await assert.rejects(member.rpc('chat.create_channel', wanted), refused('forbidden'));
      assert.equal(await stack.sql(`select count(*) from chat.channels where id = '${wanted.id}'`), '0');
    }
  });

  it('of an association without coordination is opened by its administration', async () => {
    assert.equal((await open_channel(adam, association, 'Allgemeines')).space, association);
    await assert.rejects(open_channel(clara, association), refused('forbidden'));
  });

  it('is one of at most 200 in a space; one more is refused, and one that is there is answered', async () => {
    const [space] = await more_spaces(stack, clara.id, 1);
    const first = { id: new_id(), space, name: 'der erste' };
    const made = await clara.rpc('chat.create_channel', first);
    const outcomes = await each_limited(Array.from({ length: 210 }), 16, () => open_channel(clara, space).then(() => 'made', (error) => `${error.kind} ${error.pointer}`));
    assert.equal(outcomes.filter((each) => each === 'made').length, 199);
    assert.deepEqual([...new Set(outcomes)].sort(), ['invalid /space', 'made']);
    assert.deepEqual(await clara.rpc('chat.create_channel', first), made);
    assert.equal((await anna.rpc('chat.list_channels', { space })).channels.length, 200);
  });

  it('may be opened twice at once with one id and exists once', async () => {
    const wanted = { id: new_id(), space: group, name: 'doppelt' };
    const made = await Promise.all(Array.from({ length: 8 }, () => clara.rpc('chat.create_channel', wanted)));
    for (const each of made) assert.deepEqual(each, made[0]);
  });
});

ends_well(stack);
