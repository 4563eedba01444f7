// What is taken away is away everywhere within a second: sockets of ended sessions, streams of lost memberships, with
// and without Redis, through both gateways.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { pause, until, within } from '../lib/wait.mjs';

const stack = await start_stack({ gateways: 2 });
const { anna, berta, clara, fred, vera } = await sign_in_all(stack, 'anna', 'berta', 'clara', 'fred', 'vera');
const { group, hidden } = stack.place.spaces;
const room = async (space = group, by = clara) => (await open_channel(by, space, new_word('Raum '))).id;
const closed = (socket) => within(2_000, socket.closed, 'the end of the socket');
const second = 1_000;

/** How long something takes to be so, in milliseconds. */
async function took(what) {
  const begun = performance.now();
  await what();
  return performance.now() - begun;
}

async function remove(member, space) {
  await stack.sql(`delete from members.memberships where member = '${member.id}' and space = '${space}'`);
}
const rejoin = (member, space, role = 'member') =>
  stack.sql(`insert into members.memberships (space, member, role) values ('${space}', '${member.id}', '${role}') on conflict (space, member) do update set role = '${role}'`);

describe('a session that ends', () => {
  for (const redis of ['up', 'down'])
    it(`closes its sockets on every gateway with 4403, Redis ${redis}`, async () => {
      if (redis === 'down') await stack.stop_redis();
      try {
        for (let i = 0; i < 5; i++) {
          const other = await anna.again();
          const sockets = await Promise.all([other.connect(0), other.connect(1)]);
          await stack.sql(`update members.sessions set ended_at = now() where id = '${other.session}'`);
          const time = await took(async () => {
            for (const { code } of await Promise.all(sockets.map(closed))) assert.equal(code, 4403);
          });
          assert.ok(time < second, `${time} ms`);
        }
      } finally {
        if (redis === 'down') await stack.start_redis();
      }
    });

  it('leaves the other sessions of the same person alone', async () => {
    const other = await anna.again();
    const [mine, hers] = [await anna.connect(), await other.connect()];
    await other.rpc('session.sign_out');
    assert.equal((await closed(hers)).code, 4403);
    await mine.call('session.current');
    await mine.close();
  });

  it('is closed also when it is ended while its handshake is under way', async () => {
    for (let i = 0; i < 10; i++) {
      const other = await anna.again();
      const ending = pause(i).then(() => stack.sql(`update members.sessions set ended_at = now() where id = '${other.session}'`));
      const socket = await other.connect(i % 2).catch(() => undefined);
      await ending;
      if (socket) assert.equal((await closed(socket)).code, 4403);
    }
  });
});

describe('a member who is suspended', () => {
  it('loses every socket of every session, and cannot come back', async () => {
    const sessions = await Promise.all([berta.again(), berta.again(1)]);
    const sockets = await Promise.all(sessions.map((each) => each.connect()));
    await stack.sql(`update members.members set status = 'suspended' where id = '${berta.id}'`);
    try {
      const time = await took(async () => {
        for (const { code } of await Promise.all(sockets.map(closed))) assert.equal(code, 4403);
      });
      assert.ok(time < second, `${time} ms`);
      await assert.rejects(sessions[0].connect());
    } finally {
      await stack.sql(`update members.members set status = 'active' where id = '${berta.id}'`);
    }
  });
});

describe('a member who was suspended by mistake', () => {
  it('comes back at once when that is undone', async () => {
    const socket = await (await berta.again()).connect();
    await stack.sql(`update members.members set status = 'suspended' where id = '${berta.id}'`);
    assert.equal((await closed(socket)).code, 4403);
    await stack.sql(`update members.members set status = 'active' where id = '${berta.id}'`);
    // Her sessions have ended for good; a new one is not turned away.
    const again = await (await berta.again()).connect();
    await again.call('session.current');
    assert.ok(again.open);
    await again.close();
  });
});

describe('a member who is removed from a space', () => {
  for (const redis of ['up', 'down'])
    it(`hears nothing of its streams any more, is told, and keeps the others, Redis ${redis}`, async () => {
      const [lost, kept] = [await room(hidden, vera), await room()];
      await rejoin(anna, hidden);
      const sockets = await Promise.all([anna.connect(0), anna.connect(1)]);
      for (const socket of sockets) {
        await socket.subscribe(`channel:${lost}`);
        await socket.subscribe(`space:${hidden}`, { level: 'head' });
        await socket.subscribe(`channel:${kept}`);
      }
      if (redis === 'down') await stack.stop_redis();
      try {
        await remove(anna, hidden);
        const gone = [];
        const time = await took(async () => {
          for (const socket of sockets) gone.push(await socket.event((_, method) => method === 'live.closed'));
        });
        assert.ok(time < second, `${time} ms`);
        for (const { params } of gone) assert.deepEqual([...params.streams].sort(), [`channel:${lost}`, `space:${hidden}`].sort());
        await vera.rpc('chat.send_message', message(lost, 'nicht für sie'));
        const said = await clara.rpc('chat.send_message', message(kept, 'für sie'));
        for (const socket of sockets) {
          await socket.event((params) => params.id === said.id);
          await pause(300);
          assert.equal(socket.changes(`channel:${lost}`).length, 0);
          await assert.rejects(socket.subscribe(`channel:${lost}`), (error) => error.kind === 'not_found');
          await socket.close();
        }
      } finally {
        if (redis === 'down') await stack.start_redis();
      }
    });

  it('while others write all the time: nothing comes later than a second after, and to the others everything, once', async () => {
    const id = await room(hidden, vera);
    await rejoin(anna, hidden);
    const [hers, theirs] = [await anna.connect(0), await vera.connect(1)];
    const arrived = [];
    hers.watch(({ method, params }) => method === 'live.changed' && arrived.push([performance.now(), params.object.body]));
    await hers.subscribe(`channel:${id}`);
    await theirs.subscribe(`channel:${id}`);
    let wanted = 0, going = true;
    const writing = (async () => {
      while (going) await vera.rpc('chat.send_message', message(id, `Zeile ${++wanted}`));
    })();
    await pause(300);
    await remove(anna, hidden);
    const removed = performance.now();
    await pause(1_500);
    going = false;
    await writing;
    assert.ok(arrived.length > 0);
    const late = arrived.filter(([at]) => at > removed + second);
    assert.deepEqual(late, []);
    await until(() => theirs.changes(`channel:${id}`).length === wanted);
    assert.deepEqual(theirs.changes(`channel:${id}`).map((each) => each.position), Array.from({ length: wanted }, (_, i) => i + 1));
    await Promise.all([hers.close(), theirs.close()]);
  });

  it('and keeps what another role still allows: nothing is missed while it is asked', async () => {
    const id = await room();
    const socket = await anna.connect();
    await socket.subscribe(`channel:${id}`);
    let wanted = 0;
    for (let round = 0; round < 10; round++) {
      await rejoin(anna, group, round % 2 ? 'member' : 'moderation');
      for (let i = 0; i < 20; i++) await clara.rpc('chat.send_message', message(id, `Zeile ${++wanted}`));
    }
    await rejoin(anna, group, 'member');
    await until(() => socket.changes(`channel:${id}`).length === wanted);
    assert.deepEqual(socket.changes(`channel:${id}`).map((each) => each.position), Array.from({ length: wanted }, (_, i) => i + 1));
    assert.ok(!socket.events.some((each) => each.method === 'live.closed'));
    await socket.close();
  });
});

describe('a space whose readers are narrowed', () => {
  it('is closed to those who only read along, and stays open to its own', async () => {
    const id = await room();
    const names = [`space:${group}`, `channel:${id}`];
    const [outside, inside] = [await fred.connect(), await anna.connect(1)];
    for (const socket of [outside, inside]) for (const name of names) await socket.subscribe(name);
    await stack.sql(`update members.spaces set readers = 'group' where id = '${group}'`);
    try {
      const { params } = await outside.event((_, method) => method === 'live.closed');
      assert.deepEqual([...params.streams].sort(), [...names].sort());
      const said = await clara.rpc('chat.send_message', message(id, 'unter uns'));
      await inside.event((each) => each.id === said.id);
      assert.equal(outside.changes(`channel:${id}`).length, 0);
    } finally {
      await stack.sql(`update members.spaces set readers = 'members' where id = '${group}'`);
    }
    await Promise.all([outside.close(), inside.close()]);
  });
});

describe('while members is away for long', () => {
  it('writing goes on but nothing is relayed, because nobody knows to whom; back, everything comes, once', async () => {
    const id = await room();
    const [reader, writer] = [await anna.connect(), await clara.connect(1)];
    await reader.subscribe(`channel:${id}`);
    await stack.kill('members');
    await pause(6_000);
    const said = await writer.call('chat.send_message', message(id, 'ins Dunkle'));
    await pause(1_500);
    assert.deepEqual(reader.changes(`channel:${id}`), []);
    stack.revive('members');
    await reader.event((params) => params.id === said.id);
    assert.deepEqual(reader.changes(`channel:${id}`).map((each) => each.position), [1]);
    await stack.ready();
    await Promise.all([reader.close(), writer.close()]);
  });
});

ends_well(stack);
