// A rolling restart from the release before, under load: what was acknowledged is there once, in order, for everybody.
import { strict as assert } from 'node:assert';
import { after, describe, it } from 'node:test';
import { call_until_answered } from '../lib/client.mjs';
import { message, open_channel, sign_in_all } from '../lib/demo.mjs';
import { check_history, View } from '../lib/history.mjs';
import { new_word } from '../lib/ids.mjs';
import { program_folder } from '../lib/places.mjs';
import { abilities } from '../lib/programs.mjs';
import { start_stack } from '../lib/stack.mjs';
import { pause, until } from '../lib/wait.mjs';
import { watch } from '../lib/watch.mjs';
import { exchange, exchange_services, migrate, release, skip } from './upgrade.mjs';

/** A reader that comes back by itself, on the other gateway. */
class Reader {
  constructor(member, channel, stack) {
    Object.assign(this, { view: new View(), cuts: 0, stopped: false });
    this.work = this.#run(member, channel, stack);
  }

  async #run(member, channel, stack) {
    for (let round = member.gateway; !this.stopped; round++) {
      try {
        this.socket = await member.connect(round % stack.ports.length);
        await watch(this.socket, channel, this.view);
        await this.socket.closed;
        this.cuts += 1;
      } catch {
        this.socket?.cut();
        await pause(20 + Math.random() * 50);
      }
    }
  }

  async stop() {
    this.stopped = true;
    this.socket?.cut();
    await this.work;
  }
}

/** One after another into one channel, each until it is acknowledged, over whichever gateway is there. */
class Writer {
  constructor(member, channel, name) {
    Object.assign(this, { sent: [], repeats: 0, slowest: 0, going: true });
    this.work = this.#run(member, channel, name);
  }

  async #run(member, channel, name) {
    for (let i = 0; this.going; i++) {
      const wanted = message(channel, `${name} ${i}`);
      const begun = performance.now();
      const answer = await call_until_answered(member, 'chat.send_message', wanted, {
        on_repeat: () => {
          this.repeats += 1;
          member.gateway = 1 - member.gateway;
        },
      });
      this.sent.push({ ...wanted, number: answer.number });
      this.slowest = Math.max(this.slowest, performance.now() - begun);
      await pause(2);
    }
  }
}

describe('a rolling restart from the release before, two gateways and two replicas of every service, under load', { skip }, async () => {
  if (skip) return;
  const stack = await start_stack({ gateways: 2, replicas: 2, release: release.bin });
  after(() => stack.stop());

  it('loses nothing, doubles nothing and swaps nothing', async () => {
    const { anna, berta, clara } = await sign_in_all(stack, 'anna', 'berta', 'clara');
    const rooms = [];
    for (let i = 0; i < 3; i++) rooms.push((await open_channel(clara, stack.place.spaces.group, new_word('Kanal '))).id);
    const work = [];
    for (const id of rooms) {
      const readers = await Promise.all([anna.again(0), berta.again(1)]);
      const writers = await Promise.all([anna.again(0), berta.again(1), clara.again(0)]);
      work.push({ id, readers: readers.map((each) => new Reader(each, id, stack)), writers: writers.map((each, i) => new Writer(each, id, `Schreiber ${i}, Zeile`)) });
    }
    const settle = async () => {
      await stack.ready();
      await pause(400);
    };
    await pause(500);
    await migrate(stack);
    await pause(400);
    await exchange_services(stack, settle);
    for (const gateway of ['gateway0', 'gateway1']) {
      await exchange(stack, gateway);
      await settle();
    }
    const writers = work.flatMap((each) => each.writers), readers = work.flatMap((each) => each.readers);
    for (const each of writers) each.going = false;
    await Promise.all(writers.map((each) => each.work));

    const faults = [];
    try {
      for (const { id, readers: watching, writers: writing } of work) {
        const sent = writing.flatMap((each) => each.sent);
        const stored = await stack.rows(`select id, number, body from chat.messages where channel = '${id}' order by number`);
        faults.push(...check_history(sent, stored));
        const numbers = new Map(stored.map((each) => [each.id, each.number]));
        for (const { sent: own } of writing) {
          if (own.some((each) => numbers.get(each.id) !== each.number)) faults.push('an acknowledged number is another one in the database');
          if (own.some((each, i) => i > 0 && each.number <= own[i - 1].number)) faults.push('one writer\'s messages stand in another order');
        }
        for (const { view } of watching) {
          await until(() => view.position === stored.length, { within: 10_000, what: `position ${stored.length}, after ${view.position}` });
          faults.push(...view.faults, ...check_history(sent, view.list()));
        }
      }
    } finally {
      await Promise.all(readers.map((each) => each.stop()));
    }
    const sum = (list, of) => list.reduce((total, each) => total + of(each), 0);
    console.log(`rolling restart: ops=${sum(writers, (each) => each.sent.length)} repeated=${sum(writers, (each) => each.repeats)} cuts=${sum(readers, (each) => each.cuts)} slowest=${Math.round(Math.max(...writers.map((each) => each.slowest)))} ms faults=${faults.length}`);
    assert.deepEqual(faults, []);
    assert.ok(sum(readers, (each) => each.cuts) >= readers.length, 'the exchange of gateways cut nobody');
    for (const name of stack.children.keys())
      if (name.startsWith('gateway')) assert.equal((await (await anna.again(Number(name.at(-1)))).connect()).hello.server, abilities(program_folder()).version);
  });
});
