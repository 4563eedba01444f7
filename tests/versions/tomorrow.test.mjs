// Both releases' client before a server that says more than they know: what is unknown is skipped, the position kept.
import { strict as assert } from 'node:assert';
import { createServer } from 'node:http';
import { after, describe, it } from 'node:test';
import { WebSocketServer } from 'ws';
import { new_id } from '../lib/ids.mjs';
import { PageClient } from '../lib/page_client.mjs';
import { until } from '../lib/wait.mjs';
import { clients, skip } from './upgrade.mjs';

const [channel, author, first, second, poll] = Array.from({ length: 5 }, () => new_id());
const stream = `channel:${channel}`;
const message = (id, number, position) => ({
  id, channel, number, position, author, body: `Nachricht ${number}`, sent_at: '2026-11-24T08:00:00.000Z', mood: 'a member that came later',
});

/** Says what a later release may say: more members, another type of object, another event. */
function later_server() {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket) => {
    const say = (frame) => socket.send(JSON.stringify({ jsonrpc: '2.0', ...frame }));
    say({ method: 'live.hello', params: { server: '9.0.0', least_client: 1, member: author, session: new_id(), weather: 'fine' } });
    socket.on('message', (data) => {
      const { id, method, params } = JSON.parse(data);
      if (method !== 'live.subscribe') return say({ id, result: {} });
      const resumed = params.streams[0].position !== undefined;
      const objects = resumed ? [] : [
        { position: 1, type: 'message', id: first, object: message(first, 1, 1) },
        { position: 2, type: 'poll', id: poll, object: { question: 'later?' } },
      ];
      say({ id, result: { streams: [{ stream, position: resumed ? params.streams[0].position : 2, number: 1, objects, resync_required: false, shape: 'round' }], took: 1 } });
      if (resumed) return undefined;
      say({ method: 'live.weather', params: { rain: true } });
      say({ method: 'live.changed', params: { stream, position: 3, type: 'poll', id: poll, object: { question: 'later?', votes: 3 }, by: author } });
      return say({ method: 'live.changed', params: { stream, position: 4, type: 'message', id: second, object: message(second, 2, 4), by: author } });
    });
  });
  return { http, asked: () => sockets.clients.size, close: () => (sockets.clients.forEach((each) => each.terminate()), http.close()) };
}

describe('a client of', { skip }, async () => {
  if (skip) return;
  const server = later_server();
  await new Promise((listening) => server.http.listen(0, '127.0.0.1', listening));
  after(() => server.close());
  const stack = { ports: [server.http.address().port], url: () => 'http://localhost' };
  const both = await clients();
  for (const [name, modules] of [['the release before', both.before], ['this one', both.now]])
    it(`${name} skips what a later server adds, and loses neither place nor order by it`, async () => {
      const page = await PageClient.open({ stack, gateway: 0, headers: () => ({}) }, { modules });
      try {
        page.streams.hold(stream, 'objects');
        const state = await until(() => (page.streams.state(stream)?.position === 4 ? page.streams.state(stream) : undefined), { what: 'position 4' });
        assert.deepEqual([...state.objects.values()].map((each) => [each.type, each.object.body]), [['message', 'Nachricht 1'], ['message', 'Nachricht 2']]);
        assert.equal(page.streams.error(stream), null);
        assert.equal(page.connection.state, 'open');
      } finally {
        page.close();
      }
    });
});
