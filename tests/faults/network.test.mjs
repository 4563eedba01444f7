// The failing network's own test: what it does to bytes is what it says, and without a fault it does nothing.
import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'node:test';
import { createConnection, createServer } from 'node:net';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { free_port, temporary_folder } from '../lib/places.mjs';
import { pause, until, within } from '../lib/wait.mjs';
import { Network } from './nemesis/network.mjs';
import { Chance } from './random.mjs';

const folder = temporary_folder();
const heard = [];
let server;
let network;
let port;

/** A connection through the network; what came back, in pieces, and how it ended. */
function connect(where = { port, host: '127.0.0.1' }) {
  const socket = createConnection(where);
  const pieces = [];
  socket.on('data', (bytes) => pieces.push(bytes));
  const over = new Promise((resolve) => {
    socket.on('error', (error) => resolve(error.code));
    socket.on('close', () => resolve('end'));
  });
  const came = (count) => until(() => pieces.reduce((sum, each) => sum + each.length, 0) >= count, { every: 2, what: `${count} bytes` });
  return { socket, pieces, over, came, bytes: () => Buffer.concat(pieces) };
}

before(async () => {
  // Answers everything with itself.
  server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('data', (bytes) => {
      heard.push(bytes);
      socket.write(bytes);
    });
  });
  const target = await free_port();
  await new Promise((resolve) => server.listen(target, '127.0.0.1', resolve));
  port = await free_port();
  network = await Network.start(port, target);
});

after(async () => {
  await network.stop();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the network between', () => {
  it('passes megabytes both ways unchanged, over ports and over paths, and passes the end on', async () => {
    const path = join(folder, 'way.sock');
    const other = await Network.start(path, network.listen);
    for (const where of [{ port, host: '127.0.0.1' }, { path }]) {
      const line = connect(where);
      const sent = randomBytes(3_000_000);
      line.socket.end(sent);
      assert.equal(await within(8_000, line.over), 'end');
      assert.ok(line.bytes().equals(sent));
    }
    await other.stop();
  });

  it('delays what passes by as much as it was told, and keeps its order', async () => {
    const line = connect();
    line.socket.write('a');
    await line.came(1);
    const ends = network.delay(400, 80, pause);
    const begun = performance.now();
    line.socket.write('b');
    line.socket.write('c');
    await line.came(3);
    assert.ok(performance.now() - begun >= 155, 'both ways take 80 ms');
    assert.equal(String(line.bytes()), 'abc');
    await ends;
    line.socket.destroy();
  });

  it('brings the next bytes one by one', async () => {
    const line = connect();
    line.socket.write('a');
    await line.came(1);
    heard.length = 0;
    network.slice(20);
    line.socket.write('x'.repeat(20));
    await line.came(21);
    assert.equal(heard.reduce((sum, each) => sum + each.length, 0), 20);
    assert.ok(heard.length >= 5, `came in ${heard.length} pieces`);
    line.socket.destroy();
  });

  it('swallows everything in a hole, on new connections too, and resets all of them at its end', async () => {
    const line = connect();
    line.socket.write('a');
    await line.came(1);
    heard.length = 0;
    const ends = network.hole(200, pause);
    line.socket.write('lost');
    const fresh = connect();
    fresh.socket.write('lost too');
    await ends;
    assert.deepEqual([await within(2_000, line.over), await within(2_000, fresh.over)], ['ECONNRESET', 'ECONNRESET']);
    assert.equal(heard.length, 0);
    assert.equal(line.bytes().length + fresh.bytes().length, 1);
  });

  it('lets the request through and loses its answer together with the connection', async () => {
    const line = connect();
    line.socket.write('a');
    await line.came(1);
    heard.length = 0;
    const ends = network.cut_acknowledgements(300, pause);
    line.socket.write('commit');
    assert.equal(await within(2_000, line.over), 'ECONNRESET');
    assert.equal(String(Buffer.concat(heard)), 'commit');
    assert.equal(String(line.bytes()), 'a');
    await ends;
  });

  it('ends a share of the connections, by FIN or by RST, and lets new ones come', async () => {
    for (const [reset, wanted] of [[false, 'end'], [true, 'ECONNRESET']]) {
      const line = connect();
      line.socket.write('a');
      await line.came(1);
      assert.equal(network.cut(new Chance('x'), { share: 0 }), 0);
      assert.ok(network.cut(new Chance('x'), { share: 1, reset }) >= 1);
      assert.equal(await within(2_000, line.over), wanted);
    }
    const line = connect();
    line.socket.write('again');
    await line.came(5);
    line.socket.destroy();
  });
});
