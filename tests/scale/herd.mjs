// Many sessions are cut at once by the death of their gateway: how soon they are all back, what it asks of the database, what others notice.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { message, more_spaces, open_channel, sign_in_all } from '../lib/demo.mjs';
import { new_word } from '../lib/ids.mjs';
import { clean_environment } from '../lib/process.mjs';
import { start_stack } from '../lib/stack.mjs';
import { pause, until } from '../lib/wait.mjs';
import { cpu_between, cpu_seconds } from './lib/cpu.mjs';
import { ms, options, percentile, spread, started, tell } from './lib/figures.mjs';
import { make_members, make_sessions, member_of } from './lib/people.mjs';
import { queries_between, query_counts } from './lib/queries.mjs';

const gates = { back: 60_000, queries: 1, others: 500 };
const heads_each = 8;
// Besides those: the channel on screen, what is mine in chat, what reached me, and my account.
export const streams_each = heads_each + 4;

/** A process of the herd, asked by messages. */
class Holder {
  constructor() {
    this.asked = new Map();
    this.child = fork(fileURLToPath(new URL('herd/worker.mjs', import.meta.url)), { env: clean_environment() });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('exit', (code) => {
        reject(new Error(`a process of the herd ended: ${code}`));
        for (const each of this.asked.values()) each.reject(new Error('a process of the herd ended'));
      });
      this.child.on('message', ({ ready, id, result, error }) => {
        if (ready) return resolve();
        const { resolve: answer, reject: refuse } = this.asked.get(id);
        this.asked.delete(id);
        return error ? refuse(new Error(error)) : answer(result);
      });
    });
  }

  ask(task, more = {}) {
    const id = new_word('task');
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      this.child.send({ id, task, ...more });
    });
  }
}

/** Members on the other gateway who go on writing: when each message was sent and how long its acknowledgement took. */
class Others {
  constructor(stack, channels) {
    Object.assign(this, { stack, channels, going: true, samples: [], failed: 0, written: new Map() });
  }

  async start(members, every) {
    this.sockets = await Promise.all(members.map((member) => member.connect(1)));
    this.work = this.sockets.map((socket, i) => this.#write(socket, i, every));
  }

  async #write(socket, start, every) {
    for (let i = start; this.going; i++) {
      const channel = this.channels[i % this.channels.length];
      const begun = performance.now();
      const at = Date.now();
      try {
        const { position } = await socket.call('chat.send_message', message(channel, 'die anderen reden weiter'));
        this.written.set(channel, Math.max(this.written.get(channel) ?? 0, position));
      } catch {
        this.failed += 1;
      }
      this.samples.push({ at, took: performance.now() - begun });
      await pause(Math.random() * 2 * every);
    }
  }

  between(from, to) {
    return this.samples.filter((each) => each.at >= from && each.at < to).map((each) => each.took);
  }

  async stop() {
    this.going = false;
    await Promise.all(this.work ?? []);
  }
}

async function build(stack, { sessions, channels: count, processes }) {
  const { clara } = await sign_in_all(stack, 'clara');
  const spaces = await more_spaces(stack, clara.id, 4);
  const channels = [];
  for (let i = 0; i < count; i++) channels.push((await open_channel(clara, spaces[i % spaces.length], new_word('Kanal '))).id);
  const people = await make_sessions(stack, await make_members(stack, sessions));
  const joined = spaces.slice(0, 2);
  await stack.sql(`insert into members.memberships (space, member, role) select s, m.id, 'member' from members.members m cross join unnest(array[${joined.map((id) => `'${id}'::uuid`).join(', ')}]) s on conflict do nothing`);
  // Not just seen, as after a working day: the first request of each notes that it is.
  await stack.sql(`update members.sessions set last_seen_at = now() - interval '1 hour' where label = ''`);
  const herd = people.map(({ token, member }, i) => ({
    token, member,
    channel: `channel:${channels[i % count]}`,
    heads: [...joined.map((id) => `space:${id}`), ...Array.from({ length: heads_each - 2 }, (_, k) => `channel:${channels[(i + k + 1) % count]}`)],
  }));
  const holders = Array.from({ length: processes }, () => new Holder());
  await Promise.all(holders.map((each) => each.ready));
  const size = Math.ceil(sessions / processes);
  await Promise.all(holders.map((holder, i) =>
    holder.ask('open', { sessions: herd.slice(i * size, (i + 1) * size), at_once: 25, world: { ports: stack.ports, from: `127.0.0.${2 + i}`, first: 0, spread: false } })));
  return { holders, channels };
}

const sum = (list, of) => list.reduce((total, each) => total + of(each), 0);

/** `breaks` is called with the stack right after the cut: a self-test breaks something more there. */
export async function measure(wanted, breaks = () => undefined) {
  const plenty = 19_000;
  const stack = await start_stack({ gateways: 2, replicas: 2, settings: { gateway: { connections: plenty, connections_per_address: plenty, idle_seconds: 300 } } });
  let holders = [];
  const others = new Others(stack, []);
  try {
    const built = await build(stack, wanted);
    ({ holders } = built);
    others.channels = built.channels;
    const members = (await make_sessions(stack, await make_members(stack, wanted.others))).map((each) => member_of(stack, each, 1));
    for (const member of members) await stack.sql(`insert into members.memberships (space, member, role) select id, '${member.id}', 'member' from members.spaces where kind = 'working_group' on conflict do nothing`);
    await others.start(members, wanted.every);
    await pause(wanted.calm);
    const counts = [[Date.now(), await query_counts(stack)]];
    await pause(wanted.calm);
    counts.push([Date.now(), await query_counts(stack)]);

    const load = [process.pid, ...holders.map((each) => each.child.pid)];
    const cut = Date.now();
    await stack.kill('gateway0');
    stack.revive('gateway0');
    const used = cpu_seconds(stack, load);
    await breaks(stack);
    const states = () => Promise.all(holders.map((holder) => holder.ask('state', { since: cut })));
    await until(async () => (await states()).every((each) => each.away === 0 && each.cut > 0), { within: 2 * gates.back, every: 200, what: 'the whole herd' }).catch(() => undefined);
    const back = Date.now();
    const cpu = cpu_between(used, cpu_seconds(stack, load));
    counts.push([Date.now(), await query_counts(stack)]);
    const found = await states();
    await others.stop();
    const behind = await settle(stack, holders, built.channels);
    const took = found.flatMap((each) => each.took);
    return {
      took, behind, cpu,
      cut: sum(found, (each) => each.cut),
      ended: sum(found, (each) => each.ended),
      where: [0, 1].map((i) => sum(found, (each) => each.where[i])),
      attempts: { sockets: sum(found, (each) => each.attempts.sockets), refused: sum(found, (each) => each.attempts.refused), posts: sum(found, (each) => each.attempts.posts), events: sum(found, (each) => each.attempts.events) },
      queries: queries_between(counts),
      calm: others.between(0, cut), others: others.between(cut, back), failed: others.failed,
    };
  } finally {
    await others.stop();
    await Promise.allSettled(holders.map((holder) => holder.ask('close')));
    for (const holder of holders) holder.child.disconnect();
    await stack.stop();
  }
}

/** How many sessions do not come to stand where the database stands. */
async function settle(stack, holders, channels) {
  const rows = await stack.rows(`select id, position from chat.streams where id in (${channels.map((id) => `'${id}'`).join(',')})`);
  const truth = Object.fromEntries(rows.map((each) => [`channel:${each.id}`, each.position]));
  const count = async () => sum(await Promise.all(holders.map((holder) => holder.ask('behind', { truth }))), (each) => each.behind);
  await until(async () => (await count()) === 0, { within: 15_000, every: 200 }).catch(() => undefined);
  return count();
}

export function judge(found, { sessions }) {
  const { took, behind, cut, ended, attempts, queries, calm, others, failed, where, cpu } = found;
  const per_stream = sum(queries, (each) => each.count) / (cut * streams_each);
  const slowest = Math.max(...took), p99 = percentile(others, 0.99);
  const faults = [];
  if (cut < sessions) faults.push(`only ${cut} of ${sessions} sessions were cut`);
  if (took.length < sessions) faults.push(`only ${took.length} of ${sessions} came back`);
  if (ended > 0) faults.push(`${ended} sessions believe that they have ended`);
  if (behind > 0) faults.push(`${behind} sessions do not have what the database has`);
  if (!(slowest <= gates.back)) faults.push(`the last came back after ${ms(slowest)}`);
  if (!(per_stream <= gates.queries)) faults.push(`${per_stream.toFixed(2)} queries a resumed stream`);
  if (!(p99 <= gates.others)) faults.push(`others waited ${ms(p99)} at p99`);
  if (attempts.events > 0) faults.push(`${attempts.events} times a page gave up its WebSocket`);
  if (failed > 0) faults.push(`${failed} messages of others were refused`);
  if (others.length < 20) faults.push('hardly anybody else wrote');
  const line = `herd sessions=${sessions} back=${took.length} ${spread(took)} queries_per_stream=${per_stream.toFixed(2)} others_p99=${ms(p99)} lost=${behind}`;
  const parts = [
    `  others: ${others.length} messages, ${spread(others)}; before the cut ${spread(calm)}`,
    `  attempts: ${attempts.sockets - sessions} sockets, ${attempts.refused} refused, ${attempts.posts} questions over HTTP; now on the gateways: ${where.join(' and ')}`,
    `  CPU: ${cpu}`,
    ...queries.slice(0, 10).map(({ name, count }) => `  ${name}: ${Math.round(count)} queries`),
  ];
  return { line, parts, faults };
}

if (started(import.meta)) {
  const wanted = options({ sessions: 10_000, processes: 4, channels: 48, others: 16, every: 2_000, calm: 5_000 });
  const verdict = judge(await measure(wanted), wanted);
  for (const part of verdict.parts) console.log(part);
  tell(verdict);
}
