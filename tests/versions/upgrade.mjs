// The steps of an upgrade from the release before, and what is tried at each of them: by wire, by the shipped clients.
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import Ajv from 'ajv';
import { load_in_node } from '../../web-client/scripts/load_in_node.mjs';
import { Member } from '../lib/client.mjs';
import { account, message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { new_id, new_word } from '../lib/ids.mjs';
import { PageClient } from '../lib/page_client.mjs';
import { program_folder } from '../lib/places.mjs';
import { abilities } from '../lib/programs.mjs';
import { built_release, released_file } from '../lib/releases.mjs';
import { until } from '../lib/wait.mjs';

export const release = built_release();
export const skip = release ? false : 'SKIPPED: the release before is not built; infra/test versions does it';

/** The processes of one kind, the first replica first. */
export const named = (stack, kind) => [...stack.children.keys()].filter((name) => name.replace(/\d+$/, '') === kind);

/** Ends a process in order and starts it as the program of another folder. */
export async function exchange(stack, name, folder) {
  const end = await stack.kill(name, 'SIGTERM');
  assert.deepEqual(end, { code: 0, signal: null }, `${name} did not end well`);
  stack.exchange(name, folder);
  stack.revive(name);
}

export const migrate = (stack) => stack.admin_of(program_folder(), 'migrate');

/** The services the release before did not have are started before the gateways that want them. */
export async function exchange_services(stack, pause = () => undefined) {
  for (const service of abilities(release.bin).services)
    for (const name of named(stack, service)) {
      await exchange(stack, name);
      await pause();
    }
  stack.start_new_services();
}

/** Both releases' client modules. */
export async function clients() {
  return { before: await load_in_node({ source: join(release.source, 'web-client/src/') }), now: await load_in_node() };
}

const formats = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  email: /^[^@\s]+@[^@\s]+$/,
};

/** Every method of the release before, as that release calls it; each answer must fit what that release reads. */
export class EarlierProtocol {
  constructor() {
    this.document = JSON.parse(released_file('proto/openrpc.json'));
    this.ajv = new Ajv({ strict: false, formats });
    this.untried = new Set();
  }

  #fits(name, schema, value) {
    const validate = this.ajv.compile({ ...schema, components: this.document.components });
    assert.ok(validate(value), `${name}: ${JSON.stringify(validate.errors)} in ${JSON.stringify(value)}`);
  }

  async #call(caller, name, params = {}) {
    const result = await (caller.call ? caller.call(name, params) : caller.rpc(name, params));
    this.#fits(name, this.document.methods.find((each) => each.name === name).result.schema, result);
    this.untried.delete(name);
    return result;
  }

  /** Tries them all through one gateway. */
  async try_all(stack, gateway) {
    this.untried = new Set(this.document.methods.map((each) => each.name));
    // Set-up is over for good; that it says so is its answer.
    await assert.rejects(new Member(stack).rpc('server.set_up', set_up_again, { gateway }));
    this.untried.delete('server.set_up');
    const people = await sign_in_all(stack, 'berta', 'clara');
    for (const each of Object.values(people)) each.gateway = gateway;
    const { berta, clara } = people;
    const { group } = stack.place.spaces;
    await this.#call(berta, 'server.status');
    const me = await this.#call(berta, 'session.current');
    assert.equal(me.member, berta.id);
    this.untried.delete('session.sign_in');
    await this.#call(berta, 'session.create_token', { label: new_word('Programm ') });
    await this.#call(berta, 'space.list');
    await this.#call(berta, 'space.members', { space: group });
    await this.#call(berta, 'member.cards', { members: [clara.id] });
    const channel = await this.#call(clara, 'chat.create_channel', { id: new_id(), space: group, name: new_word('Kanal ') });
    const socket = await berta.connect(gateway);
    this.#event(socket.events[0] ?? { method: 'live.hello', params: socket.hello });
    await this.#call(socket, 'live.subscribe', { streams: [{ stream: `channel:${channel.id}`, level: 'objects' }, { stream: `space:${group}`, level: 'head' }] });
    const said = await this.#call(socket, 'chat.send_message', message(channel.id, 'von gestern'));
    const edited = await this.#call(berta, 'chat.edit_message', { id: said.id, channel: channel.id, body: 'von heute', position: said.position });
    await this.#call(berta, 'chat.delete_message', { id: edited.id, channel: channel.id });
    await this.#call(berta, 'chat.history', { channel: channel.id });
    await this.#call(berta, 'chat.list_channels', { space: group });
    await this.#call(berta, 'chat.mark_read', { channel: channel.id, number: 1 });
    // What a gateway missed while it started comes as one state of the object, not as three.
    await socket.event((params) => params.stream === `channel:${channel.id}` && params.position === 3);
    socket.events.filter((each) => each.method).forEach((each) => this.#event(each));
    const positions = socket.changes(`channel:${channel.id}`).map((each) => each.position);
    assert.deepEqual(positions, [...new Set(positions)].sort());
    await this.#call(socket, 'live.unsubscribe', { streams: [`channel:${channel.id}`] });
    await assert.rejects(socket.call('chat.history', { channel: channel.id, unheard_of: 1 }), (error) => error.kind === 'invalid' && error.pointer === '/unheard_of');
    await this.#call(berta, 'session.sign_out');
    await socket.close();
    assert.deepEqual([...this.untried], [], 'methods of the release before that nobody tried');
  }

  #event({ method, params }) {
    const known = this.document['x-events'].find((each) => each.name === method);
    if (!known) return;
    this.#fits(method, known.params, params);
    const object = params.object && this.document['x-objects'].find((each) => each.type === params.type);
    if (object) this.#fits(`object ${params.type}`, object.schema, params.object);
  }
}

const set_up_again = { token: 'x'.repeat(43), association: 'Verein', plate: 'V', name: 'Wer', email: 'wer@example.org', password: 'ein langes Passwort' };

/** One release's page and another one's talk over two gateways: each sees what the other wrote, once, also after a cut. */
export async function pages_talk(stack, modules, other_modules) {
  const [anna, clara] = await Promise.all([0, 1].map((gateway) => new Member(stack, account(stack, ['anna', 'clara'][gateway])).sign_in(gateway)));
  const { id } = await open_channel(clara, stack.place.spaces.group, new_word('Kanal '));
  const stream = `channel:${id}`;
  const pages = [await PageClient.open(anna, { modules }), await PageClient.open(clara, { modules: other_modules })];
  try {
    for (const page of pages) page.streams.hold(stream, 'objects');
    const shows = (page) => [...(page.streams.state(stream)?.objects.values() ?? [])].map((each) => each.object.body).sort();
    await until(() => pages.every((page) => page.streams.state(stream)), { within: 8_000, what: 'the state of both pages' });
    const wanted = [];
    for (let round = 0; round < 3; round++) {
      for (const [i, page] of pages.entries()) {
        const params = message(id, `${round}${i}`);
        wanted.push(params.body);
        // A cut leaves it unknown whether it was stored: again with the same id, as the page's outbox does.
        await until(() => page.connection.call('chat.send_message', params).catch((error) => (error.passing ? false : Promise.reject(error))), { within: 8_000, what: 'an acknowledgement' });
      }
      if (round === 1) pages.forEach((page, i) => page.cut(1 - i));
    }
    await until(() => pages.every((page) => page.streams.state(stream).position === wanted.length), { within: 8_000, what: 'everything in both pages' });
    for (const page of pages) assert.deepEqual(shows(page), wanted.sort());
  } finally {
    for (const page of pages) page.close();
  }
}
