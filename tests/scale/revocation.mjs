// How soon a right is gone: from the commit's acknowledgement until every socket or stream of it is closed, on two gateways.
import { readFileSync } from 'node:fs';
import { join as join_path } from 'node:path';
import { message, more_spaces, open_channel, sign_in_all } from '../lib/demo.mjs';
import { root } from '../lib/places.mjs';
import { start_stack } from '../lib/stack.mjs';
import { pause, until, within } from '../lib/wait.mjs';
import { ms, options, spread, started, tell } from './lib/figures.mjs';
import { make_members, make_sessions, member_of } from './lib/people.mjs';
import { Statements } from './lib/statements.mjs';

const second = 1_000;

/** Each takes something away from `victim` in the lane's `space`. */
export const kinds = {
  session: {
    take: ({ session }) => `update members.sessions set ended_at = now() where id = '${session.session}'`,
    closes: 'socket',
  },
  suspension: {
    take: ({ victim }) => `update members.members set status = 'suspended' where id = '${victim}'`,
    closes: 'socket',
  },
  membership: {
    before: ({ victim, space }) => `update members.spaces set readers = 'group' where id = '${space}'; ${join(space, victim)}`,
    take: ({ victim, space }) => `delete from members.memberships where member = '${victim}' and space = '${space}'`,
    closes: 'stream',
  },
  space: {
    take: ({ space }) => `update members.spaces set readers = 'group' where id = '${space}'`,
    closes: 'stream',
  },
  association: {
    // Who is nobody in the association any more reads nothing of what is for all its members.
    take: ({ victim, association }) => `delete from members.memberships where member = '${victim}' and space = '${association}'`,
    closes: 'stream',
  },
};

// Streams that only who leads a space may watch came later than this figure.
if (JSON.parse(readFileSync(join_path(root, 'proto/openrpc.json'), 'utf8'))['x-objects'].some((each) => each.type === 'application'))
  kinds.role = {
    // Who no longer leads a space sees no more who wants to come into it.
    before: ({ victim, space }) => join(space, victim, 'coordination'),
    take: ({ victim, space }) => `update members.memberships set role = 'member' where member = '${victim}' and space = '${space}'`,
    stream: ({ space }) => `applications:${space}`,
    closes: 'stream',
  };

function all_may_read({ space }) {
  return `update members.spaces set readers = 'members' where id = '${space}'`;
}

function join(space, member, role = 'member') {
  return `insert into members.memberships (space, member, role) values ('${space}', '${member}', '${role}') on conflict do nothing`;
}

/** Members who lose something, one after another, in a space where another one writes without pause. */
class Lane {
  constructor(stack, statements, writer, { space, channel }) {
    Object.assign(this, { stack, statements, writer, space, channel, association: stack.place.spaces.association });
  }

  async write(going) {
    for (let i = 0; going(); i++) {
      await this.writer.rpc('chat.send_message', message(this.channel, `Zeile ${i}`), { gateway: i % 2 });
      await pause(40 + Math.random() * 40);
    }
  }

  /** Somebody applies and thinks better of it, again and again. */
  async apply(going) {
    const [session] = await make_sessions(this.stack, await make_members(this.stack, 1, this), this);
    const applicant = member_of(this.stack, session);
    while (going())
      for (const method of ['space.join', 'space.withdraw']) {
        await applicant.rpc(method, { space: this.space });
        await pause(40 + Math.random() * 40);
      }
  }

  /** {kind, took, leaked}: how long until the last of the sockets was told, how much came more than a second later. */
  async trial(kind) {
    const { before = all_may_read, take, closes, stream: stream_of = ({ channel }) => `channel:${channel}` } = kinds[kind];
    [this.victim] = await make_members(this.stack, 1, this);
    await this.statements.run(before(this));
    [this.session] = await make_sessions(this.stack, [this.victim], this);
    const member = member_of(this.stack, this.session);
    const sockets = await Promise.all([member.connect(0), member.connect(1)]);
    const stream = stream_of(this);
    const arrived = [];
    for (const socket of sockets) {
      socket.watch(({ method, params }) => method === 'live.changed' && params.stream === stream && arrived.push(performance.now()));
      await socket.subscribe(stream);
    }
    await until(() => sockets.every((socket) => socket.changes(stream).length > 0), { within: 10_000, what: 'what the other one writes' });
    const told = sockets.map((socket) => (closes === 'socket' ? socket.closed : stream_closed(socket, stream)).then(() => performance.now()));
    await this.statements.run(take(this));
    const acknowledged = performance.now();
    const ends = await within(5 * second, Promise.all(told), 'the end').catch(() => [Infinity]);
    await pause(Math.max(0, acknowledged + 1.4 * second - performance.now()));
    const leaked = arrived.filter((at) => at > acknowledged + second).length;
    for (const socket of sockets) socket.cut();
    return { kind, took: Math.max(0, Math.max(...ends) - acknowledged), leaked };
  }
}

function stream_closed(socket, stream) {
  return new Promise((resolve) => socket.watch(({ method, params }) => method === 'live.closed' && params.streams.includes(stream) && resolve()));
}

/** `breaks` is called with the stack when everything runs: a self-test breaks something there. */
export async function measure({ trials, lanes }, breaks = () => undefined) {
  const stack = await start_stack({ gateways: 2, settings: { postgres: { connections: 6 } } });
  const opened = [];
  let going = true;
  const results = [];
  try {
    const { clara } = await sign_in_all(stack, 'clara');
    const spaces = await more_spaces(stack, clara.id, lanes);
    const all = [];
    for (let i = 0; i < lanes; i++) {
      const statements = new Statements(stack);
      opened.push(statements);
      const channel = (await open_channel(clara, spaces[i])).id;
      all.push(new Lane(stack, statements, clara, { space: spaces[i], channel }));
    }
    await Promise.all(all.map((lane) => lane.statements.run(`update members.spaces set joins = 'request' where id = '${lane.space}'`)));
    const writing = Promise.all(all.flatMap((lane) => [lane.write(() => going), lane.apply(() => going)]));
    // Awaited below; should a trial fail first, it is that which is told.
    writing.catch(() => undefined);
    await breaks(stack);
    const names = Object.keys(kinds);
    for (const redis of ['up', 'down']) {
      if (redis === 'down') await stack.stop_redis();
      const wanted = redis === 'up' ? Math.ceil(trials / 2) : Math.floor(trials / 2);
      let next = 0;
      await Promise.all(all.map(async (lane) => {
        for (let i = next++; i < wanted; i = next++) results.push({ redis, ...(await lane.trial(names[i % names.length])) });
      }));
      if (redis === 'down') await stack.start_redis();
    }
    going = false;
    await writing;
  } finally {
    going = false;
    for (const each of opened) each.close();
    await stack.stop();
  }
  return results;
}

/** The line, and what misses the gate. */
export function judge(results, trials) {
  const late = results.filter((each) => !(each.took <= second));
  const leaked = results.filter((each) => each.leaked > 0);
  const faults = [];
  if (results.length < trials) faults.push(`only ${results.length} of ${trials} trials were made`);
  for (const each of late) faults.push(`${each.kind}, Redis ${each.redis}: ${ms(each.took)} until the last socket was told`);
  for (const each of leaked) faults.push(`${each.kind}, Redis ${each.redis}: ${each.leaked} events came more than a second later`);
  const by = (key, value) => results.filter((each) => each[key] === value).map((each) => each.took);
  const line = `revocation trials=${results.length} late=${late.length} leaked=${leaked.length} ${spread(results.map((each) => each.took))}`;
  const parts = [...Object.keys(kinds).map((kind) => `  ${kind}: ${spread(by('kind', kind))}`), ...['up', 'down'].map((redis) => `  Redis ${redis}: ${spread(by('redis', redis))}`)];
  return { line, parts, faults };
}

if (started(import.meta)) {
  const wanted = options({ trials: 1000, lanes: 16 });
  const verdict = judge(await measure(wanted), wanted.trials);
  for (const part of verdict.parts) console.log(part);
  tell(verdict);
}
