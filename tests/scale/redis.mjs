// How soon everybody has everything after Redis was killed, emptied or restarted under load, and whether anything is lost.
import { call_until_answered } from '../lib/client.mjs';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { check_history, View } from '../lib/history.mjs';
import { new_word } from '../lib/ids.mjs';
import { start_stack } from '../lib/stack.mjs';
import { pause, until } from '../lib/wait.mjs';
import { watch } from '../lib/watch.mjs';
import { ms, options, percentile, spread, started, tell } from './lib/figures.mjs';

const most = 2_000;
const patience = 15_000;

/** What is done to Redis; each resolves when it serves again. */
const faults = {
  kill: async (stack) => {
    await stack.stop_redis();
    await pause(Math.random() * 400);
    await stack.start_redis();
  },
  flush: (stack) => stack.flush_redis(),
  subscribers: (stack) => stack.redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub'),
  restart: async (stack) => {
    await stack.kill('redis', 'SIGTERM');
    await stack.start_redis();
  },
};

/** A channel that two write in without pause and that members watch through both gateways. */
class Room {
  constructor(id) {
    Object.assign(this, { id, sent: [], acknowledged: 0, watchers: [], latency: [] });
  }

  async write(member, name, going) {
    for (let i = 0; going(); i++) {
      const wanted = message(this.id, `${name} ${i}`);
      const begun = performance.now();
      const { number } = await call_until_answered(member, 'chat.send_message', wanted);
      this.latency.push(performance.now() - begun);
      this.sent.push(wanted);
      this.acknowledged = Math.max(this.acknowledged, number);
      await pause(5 + Math.random() * 20);
    }
  }

  async open(member, gateway) {
    const socket = await member.connect(gateway);
    const view = await watch(socket, this.id, new View());
    this.watchers.push({ socket, view });
  }

  has(position) {
    return this.watchers.every(({ view }) => view.position >= position);
  }
}

async function one_fault(stack, rooms, kind, breaks) {
  const begun = performance.now();
  await faults[kind](stack);
  await breaks(stack);
  // Nothing but messages changes here, so that numbers are positions.
  const goals = rooms.map((room) => room.acknowledged);
  const caught_up = until(() => rooms.every((room, i) => room.has(goals[i])), { within: patience, every: 2 });
  const took = await caught_up.then(() => performance.now() - begun, () => Infinity);
  return { kind, took };
}

/** `breaks` is called after each fault with the stack: a self-test breaks something more there. */
export async function measure({ faults: count, rooms: room_count, replicas = 2 }, breaks = () => undefined) {
  const stack = await start_stack({ gateways: 2, replicas });
  let going = true;
  try {
    const { anna, berta, clara } = await sign_in_all(stack, 'anna', 'berta', 'clara');
    const rooms = [];
    for (let i = 0; i < room_count; i++) {
      const room = new Room((await open_channel(clara, stack.place.spaces.group, new_word('Raum '))).id);
      for (const member of [anna, berta]) for (const gateway of [0, 1]) await room.open(member, gateway);
      rooms.push(room);
    }
    const others = [await anna.again(0), await berta.again(1)];
    const writing = rooms.flatMap((room) => others.map((member, i) => room.write(member, `Schreiber ${i}`, () => going)));
    const results = [];
    const names = Object.keys(faults);
    for (let i = 0; i < count; i++) {
      await pause(200 + Math.random() * 300);
      results.push(await one_fault(stack, rooms, names[i % names.length], breaks));
    }
    going = false;
    await Promise.all(writing);
    const problems = await truth(stack, rooms);
    return { results, problems, latency: rooms.flatMap((room) => room.latency), ops: rooms.reduce((sum, room) => sum + room.sent.length, 0) };
  } finally {
    going = false;
    await stack.stop();
  }
}

/** Every acknowledged message once and in order, in the database and in every view; nobody was cut. */
async function truth(stack, rooms) {
  const problems = [];
  for (const { id, sent, watchers } of rooms) {
    const stored = await stack.rows(`select id, number, body from chat.messages where channel = '${id}' order by number`);
    problems.push(...check_history(sent, stored));
    for (const { socket, view } of watchers) {
      await until(() => view.position >= stored.length, { within: patience }).catch(() => problems.push(`lost: a watcher stays at ${view.position} of ${stored.length}`));
      if (!socket.open) problems.push('cut: a watcher lost its connection');
      problems.push(...view.faults, ...check_history(sent, view.list()));
    }
  }
  return problems;
}

export function judge({ results, problems, latency, ops }, wanted) {
  const took = results.map((each) => each.took);
  const missed = [...problems.slice(0, 20)];
  if (results.length < wanted) missed.push(`only ${results.length} of ${wanted} faults were made`);
  if (!(percentile(took, 0.99) <= most)) missed.push(`caught up after ${ms(percentile(took, 0.99))} at p99; ${most}ms is the most`);
  if (ops < results.length) missed.push('next to nothing was written');
  const lost = problems.filter((each) => each.startsWith('lost')).length;
  const line = `redis faults=${results.length} ops=${ops} lost=${lost} wrong=${problems.length - lost} ${spread(took)} acknowledged_p99=${ms(percentile(latency, 0.99))}`;
  const parts = Object.keys(faults).map((kind) => `  ${kind}: ${spread(results.filter((each) => each.kind === kind).map((each) => each.took))}`);
  return { line, parts, faults: missed };
}

if (started(import.meta)) {
  const wanted = options({ faults: 200, rooms: 4 });
  const verdict = judge(await measure(wanted), wanted.faults);
  for (const part of verdict.parts) console.log(part);
  tell(verdict);
}
