// Between chat and notify nothing is lost and nothing done twice, whatever dies and however long it is away.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { call_until_answered } from '../lib/client.mjs';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { Watched, arrived, check_books, mention, stored } from '../lib/inbox.mjs';
import { root } from '../lib/places.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited, pause, until } from '../lib/wait.mjs';

const stack = await start_stack({ gateways: 2, replicas: 2 });
const { anna, berta, clara, moni } = await sign_in_all(stack, 'anna', 'berta', 'clara', 'moni');
const { group } = stack.place.spaces;
const channel = (await open_channel(clara, group)).id;
const post = (author, body, where = channel) => author.rpc('chat.send_message', message(where, body));
/** Everything posted so far has been acted on: a mention posted now has arrived. */
const settled = async () => arrived(moni, await post(anna, `Bis hier ${mention(moni)}`));

describe('exactly once', () => {
  const notifies = ['notify', 'notify1'];
  /** Posts bodies in order, a few channels side by side; answers the messages by channel. */
  async function talk(channels, count, body_of) {
    const lists = await Promise.all(channels.map(async (id) => {
      const sent = [];
      for (let i = 0; i < count; i++) sent.push(await call_until_answered(anna, 'chat.send_message', message(id, body_of(i))));
      return sent;
    }));
    return lists;
  }

  it('what happened while notify was away for long: mentions, edits, deletions, each row once, in order', async () => {
    await settled();
    await Promise.all(notifies.map((name) => stack.kill(name)));
    const channels = await Promise.all([1, 2, 3, 4].map(async () => (await open_channel(clara, group)).id));
    const lists = await talk(channels, 150, (i) => (i % 3 === 0 ? 'niemand' : `${i} ${mention(berta, ...(i % 2 ? [clara] : []))}`));
    const expected = new Map();
    await each_limited(lists.flat(), 8, async (sent) => {
      const i = sent.number - 1;
      if (i % 10 === 4) return anna.rpc('chat.delete_message', { id: sent.id, channel: sent.channel });
      let named = i % 3 === 0 ? [] : i % 2 ? [berta, clara] : [berta];
      if (i % 10 === 7 || i % 10 === 9) {
        // Those with nobody get somebody, the others lose whom they had.
        named = named.length ? [] : [clara];
        await anna.rpc('chat.edit_message', { id: sent.id, channel: sent.channel, position: sent.position, body: `neu ${mention(...named)}` });
      }
      return expected.set(sent.id, named.map((each) => each.id).sort());
    });
    const waiting = Number(await stack.sql('select count(*) from chat.outbox o, notify.cursors c where c.source = \'chat\' and (o.xid, o.id) > (c.xid, c.id)'));
    assert.ok(waiting > 500, `${waiting} entries wait`);
    notifies.forEach((name) => stack.revive(name));
    await stack.ready();
    await until(async () => Number(await stack.sql('select count(*) from chat.outbox o, notify.cursors c where c.source = \'chat\' and (o.xid, o.id) > (c.xid, c.id)')) === 0, { within: 15_000, what: 'catching up' });
    const rows = await stored(stack, `channel in ('${channels.join("','")}')`);
    const found = new Map([...expected.keys()].map((id) => [id, []]));
    for (const row of rows) found.get(row.source)?.push(row.member) ?? assert.fail(`an item for ${row.source}, which mentions nobody`);
    for (const list of found.values()) list.sort();
    assert.deepEqual(found, expected);
    const at = new Map(lists.flat().map((sent) => [sent.id, sent.number]));
    for (const member of [berta, clara])
      for (const id of channels) {
        const numbers = rows.filter((row) => row.member === member.id && row.channel === id && at.get(row.source) % 10 !== 8 && at.get(row.source) % 10 !== 0).map((row) => at.get(row.source));
        assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b), 'the order in which things happened');
      }
    await check_books(stack);
    console.log(`away: ${waiting} entries, ${rows.length} items`);
  });

  it('killed by -9 in the middle, again and again, both replicas: each row once, in order, and on the screen', async () => {
    const place = (await open_channel(clara, group)).id;
    const watched = await Watched.begin(berta);
    let ended = false;
    let kills = 0;
    const killer = (async () => {
      for (let i = 0; !ended || i < 8; i++) {
        const name = notifies[i % 2];
        await pause(60 + Math.random() * 120);
        await stack.restart(name);
        kills += 1;
      }
    })();
    const writers = [anna, clara, moni];
    const sent = await each_limited(Array.from({ length: 600 }, (_, i) => i), 24, (i) =>
      call_until_answered(writers[i % 3], 'chat.send_message', message(place, `${i} ${mention(berta)}`)));
    ended = true;
    await killer;
    await stack.ready();
    await until(async () => (await stored(stack, `channel = '${place}'`)).length >= 600, { within: 15_000, what: '600 items' });
    await settled();
    const rows = await stored(stack, `channel = '${place}'`);
    assert.deepEqual(new Set(rows.map((row) => row.source)), new Set(sent.map((each) => each.id)));
    assert.equal(rows.length, 600);
    await check_books(stack);
    await until(() => watched.view.list().filter((item) => item.channel === place).length === 600, { within: 10_000, what: 'all on the screen' });
    await watched.socket.close();
    console.log(`killed ${kills} times under 600 mentions`);
  });

  it('also what commits late, beside others that began after it', async () => {
    const place = (await open_channel(clara, group)).id;
    const late = message(place, `spät ${mention(berta)}`);
    await stack.sql('create table public.go_on (n int)');
    const slow = stack.sql(`begin;
      insert into chat.messages (id, channel, number, author, body, request_hash, sent_at)
        values ('${late.id}', '${place}', 1000, '${anna.id}', '${late.body}', '', now());
      do $$ begin while not exists (select from public.go_on) loop perform pg_sleep(0.02); end loop; end $$;
      commit;`);
    await until(async () => Number(await stack.sql(`select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`)) === 1, { what: 'the slow one' });
    const early = await post(anna, `früh ${mention(berta)}`, place);
    await pause(300);
    assert.deepEqual(await stored(stack, `channel = '${place}'`), [], 'read past what may still commit');
    await stack.sql('insert into public.go_on values (1)');
    await slow;
    await arrived(berta, early);
    const rows = await stored(stack, `channel = '${place}'`);
    assert.deepEqual(rows.map((row) => row.source), [late.id, early.id]);
  });

  it('also from a database that was restored into another cluster, whose transactions count from the beginning', async () => {
    const known = await stored(stack);
    await stack.sql(`update notify.cursors set xid = '9000000000000000000', id = 5 where source = 'chat'`);
    const sent = await post(anna, mention(berta));
    await arrived(berta, sent);
    assert.deepEqual((await stored(stack)).filter((row) => row.source !== sent.id), known);
    // Entries that were written there and not read yet.
    await stack.sql(`delete from notify.inbox_items where source = '${sent.id}'; delete from notify.changes where object_id not in (select id from notify.inbox_items) and not gone;
      insert into chat.outbox (xid, kind, object_id) values ('9000000000000000001', 'message', '${sent.id}')`);
    await stack.sql(readFileSync(join(root, 'services/chat/sql/forget_outbox.sql'), 'utf8'));
    await arrived(berta, sent);
    await check_books(stack);
  });
});

ends_well(stack);
