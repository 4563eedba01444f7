// Limits: too much is refused at once, with the time to wait, and nothing is done for it.
import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { Member, Refused, envelope } from '../lib/client.mjs';
import { message, open_channel, password, sign_in_all } from '../lib/demo.mjs';
import { ends_well } from '../lib/ends_well.mjs';
import { http_request } from '../lib/http.mjs';
import { new_id } from '../lib/ids.mjs';
import { Raw } from '../lib/raw.mjs';
import { start_stack } from '../lib/stack.mjs';
import { each_limited, pause, until, within } from '../lib/wait.mjs';

const tight = {
  gateway: {
    requests_per_second: 5, request_burst: 30, anonymous_requests_per_second: 5, anonymous_request_burst: 20,
    connections_per_address: 40, header_seconds: 1, body_seconds: 1, idle_seconds: 2, message_bytes: 20_000,
  },
  limits: { sign_in_attempts: 5, sign_in_attempts_net: 60, password_queue: 2, password_threads: 1 },
};
const stack = await start_stack({ settings: tight });
const port = stack.ports[0];
const { anna, berta, clara } = await sign_in_all(stack, 'anna', 'berta', 'clara');
const channel = (await open_channel(clara, stack.place.spaces.group)).id;

// Every test speaks from an address of its own, so that none has to wait until another's limit is forgotten.
let addresses = 0;
const new_address = () => `127.${1 + Math.floor(Math.random() * 250)}.${(addresses += 1)}.7`;
const anonymous = (from, method, params, headers = { Origin: stack.url() }) =>
  http_request(port, { method: 'POST', path: '/rpc', from, keep: false, headers: { 'Content-Type': 'application/json', ...headers }, body: envelope(method, params) });
/** Asks that many times, a few at a time. */
const many = (count, ask) => each_limited(Array.from({ length: count }), 10, ask);

describe('too many requests', () => {
  it('of a WebSocket get too_many with the time to wait, and waiting helps', async () => {
    const socket = await anna.connect();
    const outcomes = await Promise.allSettled(Array.from({ length: 55 }, () => socket.call('session.current')));
    const refused = outcomes.filter((each) => each.status === 'rejected').map((each) => each.reason);
    assert.ok(refused.length >= 10 && refused.length <= 25, `${refused.length} refused`);
    for (const each of refused) {
      assert.deepEqual([each.code, each.kind], [-32029, 'too_many']);
      assert.ok(each.retry_after > 0 && each.retry_after <= 1_000, `${each.retry_after}`);
    }
    await pause(Math.max(...refused.map((each) => each.retry_after)) + 50);
    assert.equal((await socket.call('session.current')).member, anna.id);
    await socket.close();
  });

  it('in spite of the answers close it with 4429, and store nothing', async () => {
    const socket = await anna.connect();
    const ids = Array.from({ length: 150 }, () => new_id());
    const outcomes = ids.map((id) => socket.call('chat.send_message', { id, channel, body: 'Flut' }).then(() => id, () => undefined));
    assert.equal((await within(3_000, socket.closed)).code, 4429);
    const answered = (await Promise.all(outcomes)).filter(Boolean);
    const stored = Number(await stack.sql(`select count(*) from chat.messages where channel = '${channel}' and body = 'Flut'`));
    assert.ok(stored <= 40 && stored >= answered.length, `${stored} stored, ${answered.length} acknowledged`);
  });

  it('of pings count too', async () => {
    const socket = await berta.connect();
    for (let i = 0; i < 200; i++) socket.web_socket.ping();
    assert.equal((await within(3_000, socket.closed)).code, 4429);
  });

  it('of a session for its events are 429 with Retry-After, on the account of its calls', async () => {
    const other = await berta.again();
    const ask = () => http_request(port, { path: '/events?poll=0', keep: false, headers: other.headers() });
    const answers = await many(60, ask);
    const late = answers.filter((each) => each.status === 429);
    assert.ok(late.length >= 15, `${late.length} refused`);
    assert.equal(answers.filter((each) => each.status === 200).length, 60 - late.length);
    for (const each of late) assert.ok(Number(each.headers['retry-after']) >= 1 && each.json.error.data.kind === 'too_many');
    assert.equal((await other.post('session.current')).status, 429);
  });

  it('of a session over HTTP are 429 with Retry-After', async () => {
    const answers = await many(100, () => anna.post('session.current'));
    const late = answers.filter((each) => each.status === 429);
    assert.ok(late.length >= 30, `${late.length} refused`);
    assert.equal(answers.filter((each) => each.status === 200).length, 100 - late.length);
    for (const each of late) {
      assert.equal(each.json.error.data.kind, 'too_many');
      assert.ok(each.json.error.data.retry_after > 0);
      assert.ok(Number(each.headers['retry-after']) >= 1);
    }
  });

  it('of who is not signed in are counted by address, and members are not held up by them', async () => {
    const from = new_address();
    const answers = await many(60, () => anonymous(from, 'server.status', {}));
    assert.ok(answers.filter((each) => each.status === 429).length >= 20);
    assert.equal((await clara.post('session.current')).status, 200);
  });

  it('by guessing tokens are paid for by the address', async () => {
    const from = new_address();
    const answers = await many(60, () => anonymous(from, 'session.current', {}, { Authorization: `Bearer vbt_${new_id()}` }));
    assert.ok(answers.filter((each) => each.status === 429).length >= 20);
  });
});

describe('signing in', () => {
  const attempt = (email, secret, from = new_address()) =>
    anonymous(from, 'session.sign_in', { email, password: secret }).then((answer) => answer.json.error?.data ?? 'in');
  const forget = () => stack.sql('delete from members.sign_in_attempts');

  it('fails at most so often for an account, also with the right password then; known or not makes no difference', async () => {
    for (const email of ['otto@example.org', 'niemand@example.org']) {
      for (let i = 0; i < 5; i++) assert.equal((await attempt(email, 'falsches Passwort')).kind, 'unauthenticated');
      const closed = await attempt(email, password);
      assert.equal(closed.kind, 'too_many');
      assert.ok(closed.retry_after > 10 * 60_000 && closed.retry_after <= 15 * 60_000);
    }
    await forget();
    assert.equal(await attempt('otto@example.org', password), 'in');
  });

  it('fails at most so often from an address, whatever the account', async () => {
    const from = new_address();
    for (let i = 0; i < 5; i++) assert.equal((await attempt(`jemand${i}@example.org`, 'falsches Passwort', from)).kind, 'unauthenticated');
    assert.equal((await attempt('fred@example.org', password, from)).kind, 'too_many');
    assert.equal(await attempt('fred@example.org', password), 'in');
  });

  it('cannot exceed the limit by trying side by side', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => attempt('gesa@example.org', 'falsches Passwort')));
    const kinds = answers.map((each) => each.kind);
    assert.ok(kinds.filter((each) => each !== 'too_many').length <= 5, kinds.join());
  });

  it('with the right password forgives the failures of the account before', async () => {
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) await attempt('moni@example.org', 'falsches Passwort');
      assert.equal(await attempt('moni@example.org', password), 'in');
    }
  });

  it('beyond what can be hashed is overloaded at once', async () => {
    const calm = await start_stack({ settings: { limits: { password_threads: 1, password_queue: 2, password_memory_mib: 64 } } });
    try {
      const anybody = new Member(calm, { email: 'niemand@example.org', password });
      const answers = await Promise.all(Array.from({ length: 20 }, () => anybody.sign_in().catch((error) => error)));
      const kinds = answers.map((each) => each.kind);
      // On a machine that is too busy some wait too long for the row that counts them, before any hashing.
      assert.ok(kinds.every((each) => ['overloaded', 'unauthenticated', 'unavailable'].includes(each)), kinds.join());
      assert.ok(kinds.includes('overloaded') && kinds.includes('unauthenticated'), kinds.join());
      for (const each of answers) assert.ok(each.kind !== 'overloaded' || each.retry_after > 0);
    } finally {
      await calm.stop();
    }
  });

  it('costs one hash for an unknown account as for a wrong password, and as much time', async () => {
    const times = { 'anna@example.org': [], 'niemand@example.org': [] };
    const hashes = () => stack.metric('members', 'verbund_password_hashes_total');
    for (let i = 0; i < 9; i++)
      for (const email of Object.keys(times)) {
        await forget();
        const before = await hashes();
        const begun = performance.now();
        const { kind } = await attempt(email, 'falsches Passwort');
        if (kind !== 'unauthenticated') continue;
        times[email].push(performance.now() - begun);
        assert.equal(await hashes(), before + 1);
      }
    const [known, unknown] = Object.values(times).map((each) => each.sort((a, b) => a - b)[each.length >> 1]);
    console.log(`sign-in refused after ${known.toFixed(1)} ms (known account) and ${unknown.toFixed(1)} ms (unknown)`);
    assert.ok(Math.max(known, unknown) < 2 * Math.min(known, unknown) + 5, `${known} ms and ${unknown} ms`);
  });
});

describe('size', () => {
  it('of a WebSocket message is bounded: 1009', async () => {
    const socket = await clara.connect();
    socket.send(envelope('session.current', { x: 'a'.repeat(20_000) }));
    assert.equal((await within(2_000, socket.closed)).code, 1009);
    const other = await clara.connect();
    other.web_socket.send('{', { fin: false });
    for (let i = 0; i < 6; i++) other.web_socket.send(' '.repeat(5_000), { fin: false });
    assert.equal((await within(2_000, other.closed)).code, 1009);
  });

  it('of a body is bounded: 413, announced or not', async () => {
    const answer = await http_request(port, { method: 'POST', path: '/rpc', keep: false, headers: { ...clara.headers(), 'Content-Type': 'application/json' }, body: ' '.repeat(20_001) });
    assert.equal(answer.status, 413);
    const raw = await Raw.open(port);
    raw.write(`POST /rpc HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${`1000\r\n${' '.repeat(4096)}\r\n`.repeat(6)}0\r\n\r\n`);
    assert.equal((await raw.answer()).status, 413);
  });
});

describe('slowness', () => {
  it('of a head is 408', async () => {
    const raw = await Raw.open(port);
    raw.write('GET / HTTP/1.1\r\nHost: x\r\n');
    const answer = await raw.answer(3_000);
    assert.equal(answer.status, 408);
    assert.ok(answer.closed);
  });

  it('of a body is 408', async () => {
    const raw = await Raw.open(port);
    raw.write('POST /rpc HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
    assert.equal((await raw.answer(3_000)).status, 408);
  });

  it('of a head that comes byte by byte is 408 all the same', async () => {
    const raw = await Raw.open(port);
    const drip = setInterval(() => raw.write('a'), 100);
    raw.write('GET / HTTP/1.1\r\nX: ');
    const { status } = await raw.answer(4_000);
    clearInterval(drip);
    assert.equal(status, 408);
  });

  it('a connection that says nothing is closed', async () => {
    const raw = await Raw.open(port);
    assert.deepEqual((await raw.answer(5_000)).status, undefined);
    assert.ok(raw.closed);
  });

  it('a WebSocket that answers no ping is closed, one that does stays', async () => {
    const [dead, alive] = [await clara.connect(), await clara.connect()];
    dead.web_socket._receiver.removeAllListeners('ping');
    await within(8_000, dead.closed, 'the end of the silent one');
    assert.ok(alive.open);
    await alive.close();
  });
});

describe('connections', () => {
  it('beyond those of one address are told 503, and get in when others leave', async () => {
    const from = new_address();
    const open = [];
    for (let i = 0; i < 41; i++) open.push(await Raw.open(port, from));
    const answer = await open.at(-1).answer(2_000);
    assert.equal(answer.status, 503);
    assert.equal(JSON.parse(answer.body).error.data.kind, 'overloaded');
    assert.equal((await http_request(port, { path: '/healthz', keep: false })).status, 200);
    open.forEach((each) => each.end());
    await until(async () => (await http_request(port, { path: '/healthz', keep: false, from })).status === 200);
  });
});

describe('work that piles up', () => {
  it('beyond what a service may have in hand is overloaded at once, with the time to wait; nothing hangs', async () => {
    const small = await start_stack({ settings: { service: { outstanding: 8 } } });
    try {
      const { anna: one, clara: two } = await sign_in_all(small, 'anna', 'clara');
      const room = (await open_channel(two, small.place.spaces.group)).id;
      const sockets = await Promise.all(Array.from({ length: 6 }, () => one.connect()));
      // Stopped, it finds all of them waiting when it goes on.
      small.children.get('chat').signal('SIGSTOP');
      const sent = sockets.flatMap((socket) => Array.from({ length: 60 }, () => socket.call('chat.send_message', message(room))));
      await pause(300);
      small.children.get('chat').signal('SIGCONT');
      const begun = performance.now();
      const outcomes = await Promise.allSettled(sent);
      const took = performance.now() - begun;
      const refused = outcomes.filter((each) => each.status === 'rejected').map((each) => each.reason);
      for (const each of refused) {
        assert.ok(each instanceof Refused, String(each));
        assert.deepEqual([each.code, each.kind], [-32054, 'overloaded']);
        assert.ok(each.retry_after > 0);
      }
      assert.ok(refused.length > 0 && refused.length < outcomes.length, `${refused.length} of ${outcomes.length} refused`);
      assert.ok(took < 5_000, `${took} ms`);
      const stored = Number(await small.sql(`select count(*) from chat.messages where channel = '${room}'`));
      assert.equal(stored, outcomes.length - refused.length);
      await Promise.all(sockets.map((socket) => socket.close()));
    } finally {
      await small.stop();
    }
  });

  it('of one WebSocket, more than 64 at once, is overloaded', async () => {
    const wide = await start_stack();
    try {
      const { anna: one, clara: two } = await sign_in_all(wide, 'anna', 'clara');
      const room = (await open_channel(two, wide.place.spaces.group)).id;
      const socket = await one.connect();
      const chat = wide.children.get('chat');
      chat.signal('SIGSTOP');
      const refused = [];
      const sent = Array.from({ length: 200 }, () => socket.call('chat.send_message', message(room)).catch((error) => refused.push(error)));
      await until(() => refused.length === 200 - 64);
      assert.ok(refused.every((each) => each.kind === 'overloaded' && each.retry_after > 0));
      chat.signal('SIGCONT');
      await Promise.all(sent);
      assert.equal(refused.length, 200 - 64);
      assert.equal(Number(await wide.sql(`select count(*) from chat.messages where channel = '${room}'`)), 64);
      await socket.close();
    } finally {
      await wide.stop();
    }
  });
});

ends_well(stack);
