// Writing and reading: what is sent arrives, once and in order; edits, deletions, history, read marks.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { Refused } from '../lib/client.mjs';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { check_history } from '../lib/history.mjs';
import { new_id, new_word } from '../lib/ids.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited } from '../lib/wait.mjs';

const stack = await start_stack();
const { anna, berta, clara } = await sign_in_all(stack, 'anna', 'berta', 'clara');
const { group } = stack.place.spaces;
const channel = async () => (await open_channel(clara, group, new_word('Kanal '))).id;
const refused = (kind, more = {}) => (error) => {
  assert.ok(error instanceof Refused, String(error));
  assert.equal(error.kind, kind);
  for (const [key, value] of Object.entries(more)) assert.deepEqual(error[key], value);
  return true;
};

describe('a message', () => {
  it('reaches another member as the same object that its author got as answer', async () => {
    const id = await channel();
    const listener = await berta.connect();
    await listener.subscribe(`channel:${id}`);
    const sent = await anna.rpc('chat.send_message', message(id, 'Grüße aus Görlitz 🌲'));
    const { params } = await listener.event((each) => each.id === sent.id);
    assert.deepEqual(params, { stream: `channel:${id}`, position: 1, type: 'message', id: sent.id, object: sent });
    assert.equal(sent.author, anna.id);
    assert.equal(sent.number, 1);
    assert.equal(sent.position, 1);
    assert.equal(sent.body, 'Grüße aus Görlitz 🌲');
    assert.equal(sent.edited_at, undefined);
    assert.ok(Math.abs(Date.parse(sent.sent_at) - Date.now()) < 5_000);
    const page = await berta.rpc('chat.history', { channel: id });
    assert.deepEqual(page, { messages: [sent], more: false });
    await listener.close();
  });

  it('sent again with the same id and text is answered alike and stored once', async () => {
    const id = await channel();
    const listener = await berta.connect();
    await listener.subscribe(`channel:${id}`);
    const wanted = message(id, 'einmal');
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await anna.rpc('chat.send_message', wanted));
    answers.push(...(await Promise.all(Array.from({ length: 10 }, () => anna.rpc('chat.send_message', wanted)))));
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    const last = await anna.rpc('chat.send_message', message(id, 'danach'));
    assert.equal(last.number, 2);
    await listener.event((each) => each.id === last.id);
    assert.deepEqual(listener.changes(`channel:${id}`).map((each) => each.position), [1, 2]);
    assert.equal(await stack.sql(`select count(*) from chat.messages where channel = '${id}'`), '2');
    await listener.close();
  });

  it('sent twice at the same moment over two sockets is one', async () => {
    const id = await channel();
    const sockets = await Promise.all([anna.connect(), anna.connect()]);
    for (let i = 0; i < 20; i++) {
      const wanted = message(id, `gleichzeitig ${i}`);
      const [a, b] = await Promise.all(sockets.map((socket) => socket.call('chat.send_message', wanted)));
      assert.deepEqual(a, b);
    }
    const { messages } = await anna.rpc('chat.history', { channel: id });
    assert.equal(messages.length, 20);
    await Promise.all(sockets.map((socket) => socket.close()));
  });

  it('under a taken id with another text, channel or author is a conflict and changes nothing', async () => {
    const [id, other] = [await channel(), await channel()];
    const wanted = message(id, 'das Original');
    const sent = await anna.rpc('chat.send_message', wanted);
    await assert.rejects(anna.rpc('chat.send_message', { ...wanted, body: 'etwas anderes' }), refused('conflict'));
    await assert.rejects(anna.rpc('chat.send_message', { ...wanted, channel: other }), refused('conflict'));
    await assert.rejects(berta.rpc('chat.send_message', wanted), refused('conflict'));
    await assert.rejects(anna.rpc('chat.send_message', { ...wanted, reply_to: sent.id }), refused('conflict'));
    assert.deepEqual((await anna.rpc('chat.history', { channel: id })).messages, [sent]);
    assert.deepEqual((await anna.rpc('chat.history', { channel: other })).messages, []);
  });

  it('answers another one of its channel, and none of another channel', async () => {
    const [id, other] = [await channel(), await channel()];
    const first = await anna.rpc('chat.send_message', message(id));
    const reply = await berta.rpc('chat.send_message', message(id, 'ja', { reply_to: first.id }));
    assert.equal(reply.reply_to, first.id);
    const lost = message(other, 'nein', { reply_to: first.id });
    await assert.rejects(berta.rpc('chat.send_message', lost), refused('not_found', { pointer: '/reply_to' }));
    await assert.rejects(berta.rpc('chat.send_message', message(id, 'nein', { reply_to: new_id() })), refused('not_found'));
  });

  it('has 1 to 8000 characters, whatever their width', async () => {
    const id = await channel();
    for (const body of ['a'.repeat(8_000), '😀'.repeat(8_000), 'ä'.repeat(8_000)]) {
      const sent = await anna.rpc('chat.send_message', message(id, body));
      assert.equal(sent.body, body);
    }
    for (const body of ['', 'a'.repeat(8_001), '😀'.repeat(8_001)])
      await assert.rejects(anna.rpc('chat.send_message', message(id, body)), refused('invalid', { pointer: '/body' }));
  });

  it('gets dense numbers and positions, however many write at once', async () => {
    const id = await channel();
    const listener = await berta.connect();
    await listener.subscribe(`channel:${id}`);
    const writers = await Promise.all([anna, berta, clara, anna].map((each) => each.connect()));
    const texts = Array.from({ length: 200 }, (_, i) => message(id, `Zeile ${i}`));
    const answers = await Promise.all(texts.map((wanted, i) => writers[i % 4].call('chat.send_message', wanted)));
    await listener.event((each) => each.position === 200);
    assert.deepEqual(answers.map((each) => each.number).sort((a, b) => a - b), Array.from({ length: 200 }, (_, i) => i + 1));
    const events = listener.changes(`channel:${id}`).map((each) => each.object);
    assert.deepEqual(check_history(texts, events), []);
    await Promise.all([listener, ...writers].map((socket) => socket.close()));
  });

  it('of one session keeps the order in which it was sent', async () => {
    const id = await channel();
    const socket = await anna.connect();
    const texts = Array.from({ length: 60 }, (_, i) => message(id, `der Reihe nach ${i}`));
    const answers = await Promise.all(texts.map((wanted) => socket.call('chat.send_message', wanted)));
    assert.deepEqual(answers.map((each) => each.number), texts.map((_, i) => i + 1));
    await socket.close();
  });
});

describe('an edit', () => {
  it('changes text and position, keeps number and place, and reaches everybody', async () => {
    const id = await channel();
    const listener = await berta.connect();
    await listener.subscribe(`channel:${id}`);
    const sent = await anna.rpc('chat.send_message', message(id, 'fast richtig'));
    await anna.rpc('chat.send_message', message(id, 'danach'));
    const edited = await anna.rpc('chat.edit_message', { id: sent.id, channel: id, position: sent.position, body: 'richtig' });
    assert.deepEqual({ ...edited, edited_at: undefined }, { ...sent, body: 'richtig', position: 3, edited_at: undefined });
    assert.ok(edited.edited_at >= sent.sent_at);
    assert.deepEqual((await listener.event((each) => each.position === 3)).params.object, edited);
    assert.deepEqual((await berta.rpc('chat.history', { channel: id })).messages[0], edited);
    await listener.close();
  });

  it('based on an old state is a conflict that tells the present one', async () => {
    const id = await channel();
    const sent = await anna.rpc('chat.send_message', message(id, 'eins'));
    const edited = await anna.rpc('chat.edit_message', { id: sent.id, channel: id, position: sent.position, body: 'zwei' });
    const stale = { id: sent.id, channel: id, position: sent.position, body: 'drei' };
    await assert.rejects(anna.rpc('chat.edit_message', stale), refused('conflict', { current: edited }));
    // Repeated after a lost answer, it is what is there already.
    assert.deepEqual(await anna.rpc('chat.edit_message', { ...stale, body: 'zwei' }), edited);
  });

  it('is its author\'s alone, and only in its channel', async () => {
    const [id, other] = [await channel(), await channel()];
    const sent = await anna.rpc('chat.send_message', message(id, 'meins'));
    const change = { id: sent.id, channel: id, position: 1, body: 'deins' };
    for (const member of [berta, clara]) await assert.rejects(member.rpc('chat.edit_message', change), refused('forbidden'));
    await assert.rejects(anna.rpc('chat.edit_message', { ...change, channel: other }), refused('not_found'));
    await assert.rejects(anna.rpc('chat.edit_message', { ...change, id: new_id() }), refused('not_found'));
    assert.deepEqual((await anna.rpc('chat.history', { channel: id })).messages, [sent]);
  });
});

describe('a deleted message', () => {
  it('keeps its place and leaves no text anywhere', async () => {
    const id = await channel();
    const word = new_word('geheim');
    const listener = await berta.connect();
    await listener.subscribe(`channel:${id}`);
    const sent = await anna.rpc('chat.send_message', message(id, `${word} eins`));
    const edited = await anna.rpc('chat.edit_message', { id: sent.id, channel: id, position: 1, body: `${word} zwei` });
    const deleted = await anna.rpc('chat.delete_message', { id: sent.id, channel: id });
    assert.equal(deleted.body, '');
    assert.ok(deleted.deleted_at);
    assert.equal(deleted.number, sent.number);
    assert.equal(deleted.position, edited.position + 1);
    assert.deepEqual((await listener.event((each) => each.position === deleted.position)).params.object, deleted);

    const late = await berta.connect();
    const seen = [
      await late.subscribe(`channel:${id}`), await berta.rpc('chat.history', { channel: id }),
      await listener.call('live.unsubscribe', { streams: [`channel:${id}`] }), await listener.subscribe(`channel:${id}`, { position: 0 }),
      await anna.rpc('chat.send_message', { ...message(id, `${word} eins`), id: sent.id }),
      await anna.rpc('chat.delete_message', { id: sent.id, channel: id }),
    ];
    await assert.rejects(anna.rpc('chat.edit_message', { id: sent.id, channel: id, position: deleted.position, body: 'doch' }), (error) => {
      seen.push(error.data);
      return error.kind === 'conflict';
    });
    assert.ok(!JSON.stringify(seen).includes(word), JSON.stringify(seen));
    assert.deepEqual(seen[1].messages, [deleted]);
    const tables = await stack.sql("select string_agg(m::text, ' ') from chat.messages m; select string_agg(c::text, ' ') from chat.changes c");
    assert.ok(!tables.includes(word));
    for (const name of ['gateway0', 'members', 'chat']) assert.ok(!stack.children.get(name).last_words(100_000).includes(word));
    await Promise.all([listener.close(), late.close()]);
  });

  it('can be deleted by its author only', async () => {
    const id = await channel();
    const sent = await anna.rpc('chat.send_message', message(id, 'bleibt'));
    await assert.rejects(berta.rpc('chat.delete_message', { id: sent.id, channel: id }), refused('forbidden'));
    await assert.rejects(anna.rpc('chat.delete_message', { id: new_id(), channel: id }), refused('not_found'));
    assert.deepEqual((await anna.rpc('chat.history', { channel: id })).messages, [sent]);
  });
});

describe('history', () => {
  it('comes in pages from the newest back, in order of number, and says whether there is more', async () => {
    const id = await channel();
    const socket = await anna.connect();
    const texts = Array.from({ length: 130 }, (_, i) => message(id, `Zeile ${i + 1}`));
    await each_limited(texts, 50, (wanted) => socket.call('chat.send_message', wanted));
    const found = [];
    let page = await berta.rpc('chat.history', { channel: id });
    assert.equal(page.messages.length, 50);
    for (;;) {
      found.unshift(...page.messages.map((each) => each.number));
      if (!page.more) break;
      page = await berta.rpc('chat.history', { channel: id, before: found[0], limit: 33 });
    }
    assert.deepEqual(found, Array.from({ length: 130 }, (_, i) => i + 1));
    assert.deepEqual((await berta.rpc('chat.history', { channel: id, before: 1 })), { messages: [], more: false });
    assert.equal((await berta.rpc('chat.history', { channel: id, limit: 200 })).messages.length, 130);
    for (const wrong of [{ limit: 0 }, { limit: 201 }, { limit: '5' }, { before: -1 }, { before: 2 ** 53 }, { after: 3 }])
      await assert.rejects(berta.rpc('chat.history', { channel: id, ...wrong }), refused('invalid'));
    await socket.close();
  });
});

describe('what is unread', () => {
  const entry = async (member, id) => (await member.rpc('chat.list_channels', { space: group })).channels.find((each) => each.id === id);

  it('counts what others wrote beyond the mark, not my own and not what was taken back', async () => {
    const id = await channel();
    const sent = [];
    for (const [member, body] of [[anna, 'a1'], [berta, 'b1'], [anna, 'a2'], [clara, 'c1'], [anna, 'a3']])
      sent.push(await member.rpc('chat.send_message', message(id, body)));
    const before = await entry(berta, id);
    assert.deepEqual([before.last_number, before.read_number, before.unread], [5, 0, 4]);
    assert.equal((await entry(anna, id)).unread, 2);
    await anna.rpc('chat.delete_message', { id: sent[2].id, channel: id });
    assert.equal((await entry(berta, id)).unread, 3);
    assert.deepEqual(await berta.rpc('chat.mark_read', { channel: id, number: 1 }), { channel: id, number: 1, unread: 2, last_number: 5 });
    await berta.rpc('chat.send_message', message(id, 'b2'));
    assert.equal((await entry(berta, id)).unread, 2);
    assert.deepEqual(await berta.rpc('chat.mark_read', { channel: id, number: 6 }), { channel: id, number: 6, unread: 0, last_number: 6 });
  });

  it('never grows by a mark that goes back, and a mark never passes the end', async () => {
    const id = await channel();
    for (let i = 0; i < 3; i++) await anna.rpc('chat.send_message', message(id, `${i}`));
    assert.equal((await berta.rpc('chat.mark_read', { channel: id, number: 3 })).number, 3);
    assert.deepEqual(await berta.rpc('chat.mark_read', { channel: id, number: 1 }), { channel: id, number: 3, unread: 0, last_number: 3 });
    assert.deepEqual(await berta.rpc('chat.mark_read', { channel: id, number: 1_000_000 }), { channel: id, number: 3, unread: 0, last_number: 3 });
    await anna.rpc('chat.send_message', message(id, 'neu'));
    assert.equal((await entry(berta, id)).unread, 1);
  });

  it('reaches my other devices, and only mine', async () => {
    const id = await channel();
    await anna.rpc('chat.send_message', message(id));
    const [mine, other] = [await (await berta.again()).connect(), await anna.connect()];
    await mine.subscribe(`member:${berta.id}`);
    await assert.rejects(other.subscribe(`member:${berta.id}`), refused('not_found', { pointer: '/streams/0/stream' }));
    await other.subscribe(`member:${anna.id}`);
    await other.subscribe(`channel:${id}`);
    await berta.rpc('chat.mark_read', { channel: id, number: 1 });
    const { params } = await mine.event((each) => each.type === 'read_mark' && each.id === id);
    assert.deepEqual(params.object, { channel: id, number: 1, unread: 0, last_number: 1 });
    assert.equal(other.events.length, 0);
    await Promise.all([mine.close(), other.close()]);
  });
});

ends_well(stack);
