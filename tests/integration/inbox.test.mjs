// Mentions: from a message into the inboxes of those who may read it, live, and away again with the right.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { Refused } from '../lib/client.mjs';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_id, new_word } from '../lib/ids.mjs';
import { Watched, arrived, inbox, mention, stored } from '../lib/inbox.mjs';
import { start_stack } from '../lib/stack.mjs';
import { until } from '../lib/wait.mjs';

const stack = await start_stack({ gateways: 2, replicas: 2 });
const people = await sign_in_all(stack, 'anna', 'berta', 'clara', 'moni', 'fred', 'vera', 'gast');
const { anna, berta, clara, moni, fred, vera, gast } = people;
const { group, hidden } = stack.place.spaces;
const channel = (await open_channel(clara, group)).id;
const post = (author, body, where = channel) => author.rpc('chat.send_message', message(where, body));
/** Everything posted so far has been acted on: a mention posted now has arrived. */
const settled = async () => arrived(moni, await post(anna, `Bis hier ${mention(moni)}`));

describe('a mention', () => {
  it('is an item in the inbox of who is mentioned: live on all devices, once, and without the text', async () => {
    const watched = await Promise.all([Watched.begin(berta, 0), Watched.begin(berta, 1)]);
    const secret = new_word('geheim');
    const sent = await post(anna, `${secret} ${mention(berta, clara)} und ${mention(berta)}`);
    const item = await arrived(berta, sent);
    const { id, number, at, ...rest } = item;
    assert.deepEqual(rest, { kind: 'mention', message: sent.id, channel, space: group, author: anna.id });
    assert.equal(at, sent.sent_at);
    assert.ok(id && number >= 1);
    for (const each of watched) {
      assert.deepEqual(await each.shows(id), item);
      assert.ok(!JSON.stringify(each.socket.events).includes(secret));
      await each.socket.close();
    }
    await arrived(clara, sent);
    assert.equal((await stored(stack, `source = '${sent.id}'`)).length, 2);
  });

  it('comes with an edit, stays through another, goes with a third; and goes when the message is taken back', async () => {
    const watched = await Watched.begin(berta);
    let sent = await post(anna, 'noch niemand');
    const edit = async (body) => (sent = await anna.rpc('chat.edit_message', { id: sent.id, channel, position: sent.position, body }));
    await edit(`doch: ${mention(berta)}`);
    const { id } = await arrived(berta, sent);
    await watched.shows(id);
    await edit(`doch, doch: ${mention(berta)}`);
    await settled();
    assert.equal((await arrived(berta, sent)).id, id);
    await edit('wieder niemand');
    await watched.loses(id);
    assert.ok(!(await inbox(berta)).some((each) => each.message === sent.id));
    await edit(`noch einmal ${mention(berta)}`);
    const again = await arrived(berta, sent);
    await watched.shows(again.id);
    await anna.rpc('chat.delete_message', { id: sent.id, channel });
    await watched.loses(again.id);
    assert.deepEqual(await stored(stack, `source = '${sent.id}'`), []);
    await watched.socket.close();
  });

  it('of oneself, in code, of who may not read, of nobody, or of more than 50 people reaches nobody', async () => {
    const many = Array.from({ length: 51 }, () => ({ id: new_id(), email: 'x' }));
    await stack.sql(many.map(({ id }) => `insert into members.members (id, email, name) values ('${id}', '${id}@example.org', 'Viele');
      insert into members.memberships (space, member, role) values ('${group}', '${id}', 'member');`).join('\n'));
    const posted = [];
    for (const body of [mention(anna), `\`${mention(berta)}\``, `~~~\n${mention(berta)}\n~~~`, mention(gast), mention({ id: new_id(), email: 'x' }), mention(...many)])
      posted.push((await post(anna, body)).id);
    const fifty = await post(anna, mention(...many.slice(1)));
    await settled();
    assert.deepEqual(await stored(stack, `source in ('${posted.join("','")}')`), []);
    assert.equal((await stored(stack, `source = '${fifty.id}'`)).length, 50);
    const streams = await stack.rows(`select id from notify.streams where id = '${gast.id}'`);
    assert.deepEqual(streams, []);
  });

  it('costs a message that has none no row of the outbox', async () => {
    const count = async () => Number(await stack.sql('select count(*) from chat.outbox'));
    const before = await count();
    const sent = await post(anna, 'ganz ohne');
    const next = await anna.rpc('chat.edit_message', { id: sent.id, channel, position: sent.position, body: 'immer noch ohne' });
    await anna.rpc('chat.delete_message', { id: next.id, channel });
    assert.equal(await count(), before);
  });

  it('that was seen is so on every device, for its member alone', async () => {
    const sent = await post(anna, mention(berta, clara));
    const { id } = await arrived(berta, sent);
    const watched = await Watched.begin(berta, 1);
    await assert.rejects(clara.rpc('notify.mark_seen', { items: [id] }), (error) => error instanceof Refused && error.kind === 'not_found');
    assert.equal((await stored(stack, `id = '${id}'`))[0].seen_at, null);
    const other = await arrived(berta, await post(anna, mention(berta)));
    const { items } = await berta.rpc('notify.mark_seen', { items: [id, new_id(), other.id] });
    assert.deepEqual(items.map((each) => each.id), [other.id, id]);
    assert.ok(items.every((each) => each.seen_at));
    await until(() => watched.item(id)?.seen_at && watched.item(other.id)?.seen_at, { what: 'both to be seen' });
    assert.deepEqual([watched.item(other.id), watched.item(id)], items);
    const again = await berta.rpc('notify.mark_seen', { items: [id] });
    assert.deepEqual(again.items, [items[1]]);
    assert.equal((await arrived(clara, sent)).seen_at, undefined);
    await watched.socket.close();
  });

  it('is listed page by page, newest first', async () => {
    for (let i = 0; i < 5; i++) await post(anna, mention(clara));
    const last = await arrived(clara, await post(anna, mention(clara)));
    const all = await inbox(clara);
    assert.equal(all[0].id, last.id);
    const paged = [];
    for (let before; ; before = paged.at(-1).number) {
      const { items, more } = await clara.rpc('notify.inbox', { before, limit: 3 });
      paged.push(...items);
      if (!more) break;
      assert.equal(items.length, 3);
    }
    assert.deepEqual(paged, all);
    assert.deepEqual(all.map((each) => each.number), all.map((each) => each.number).sort((a, b) => b - a));
  });

  it('arrives at once: Redis wakes who else would look every second', async () => {
    const begun = performance.now();
    for (let i = 0; i < 10; i++) await arrived(berta, await post(anna, mention(berta)));
    // Two replicas that only looked every second would take five seconds for ten, one after another.
    const took = performance.now() - begun;
    assert.ok(took < 3_500, `${took} ms`);
  });

  it('arrives without Redis, a second later', async () => {
    await stack.stop_redis();
    await arrived(berta, await post(anna, mention(berta)));
    await stack.start_redis();
  });
});

describe('an item whose right is lost', () => {
  it('is not shown from that moment on, and then goes for good, also from the screen', async () => {
    await stack.admin('set-role', '--email', 'anna@example.org', '--space', hidden, '--role', 'member');
    const room = (await open_channel(vera, hidden)).id;
    const kept = await arrived(vera, await post(anna, mention(vera)));
    const lost = await arrived(vera, await post(anna, mention(vera), room));
    const watched = await Watched.begin(vera);
    assert.ok(watched.item(lost.id));
    // Somebody holds the one place of a reader: nothing is acted on meanwhile.
    const sleeping = `from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
    const held = stack.sql(`begin; select pg_advisory_xact_lock(hashtextextended('notify.cursors', 0)); select pg_sleep(60);`).catch(() => undefined);
    await until(async () => Number(await stack.sql(`select count(*) ${sleeping}`)) === 1, { what: 'the place' });
    await stack.admin('set-role', '--email', 'vera@example.org', '--space', hidden, '--role', 'none');
    assert.equal((await stored(stack, `id = '${lost.id}'`)).length, 1, 'it was acted on already: this shows nothing');
    const items = await inbox(vera);
    assert.ok(items.some((each) => each.id === kept.id) && !items.some((each) => each.id === lost.id));
    await assert.rejects(vera.rpc('notify.mark_seen', { items: [lost.id] }), (error) => error.kind === 'not_found');
    const fresh = await Watched.begin(vera);
    assert.ok(fresh.item(kept.id) && !fresh.item(lost.id));
    assert.ok(watched.item(lost.id));
    await stack.sql(`select pg_terminate_backend(pid) ${sleeping}`);
    await held;
    await watched.loses(lost.id);
    assert.ok(watched.item(kept.id));
    await stack.admin('set-role', '--email', 'vera@example.org', '--space', hidden, '--role', 'coordination');
    await settled();
    assert.deepEqual(await stored(stack, `id = '${lost.id}'`), []);
    await Promise.all([watched, fresh].map((each) => each.socket.close()));
  });

  it('goes too when a space is narrowed, for those who are not in it', async () => {
    const place = (await open_channel(clara, group)).id;
    const sent = await post(anna, mention(fred, berta), place);
    await arrived(fred, sent);
    await stack.sql(`update members.spaces set readers = 'group' where id = '${group}'`);
    await until(async () => (await stored(stack, `source = '${sent.id}'`)).length === 1, { what: "fred's item to go" });
    assert.equal((await stored(stack, `source = '${sent.id}'`))[0].member, berta.id);
    await stack.sql(`update members.spaces set readers = 'members' where id = '${group}'`);
  });

  it('waits for who is only suspended', async () => {
    const sent = await post(anna, mention(fred));
    await arrived(fred, sent);
    await stack.sql(`update members.members set status = 'suspended' where id = '${fred.id}'`);
    await settled();
    await stack.sql(`update members.members set status = 'active' where id = '${fred.id}'`);
    assert.equal((await stored(stack, `source = '${sent.id}'`)).length, 1);
  });
});

ends_well(stack);
