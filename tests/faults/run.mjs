// One run: a world under load and faults, then healing, the truth, and the verdict of the checker on the history of it all.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause, until } from '../lib/wait.mjs';
import { check_text } from './check/check.mjs';
import { draw } from './check/picture.mjs';
import { Chance } from './random.mjs';
import { History } from './record.mjs';
import { tell_rest, tell_truth } from './truth.mjs';
import { World } from './world.mjs';
import { Nemesis } from './nemesis/nemesis.mjs';
import { schedule } from './nemesis/schedule.mjs';
import { Line } from './load/line.mjs';
import { Page } from './load/page.mjs';
import { Person } from './load/person.mjs';
import { read_fresh } from './load/fresh.mjs';
import { profiles } from './profiles.mjs';

const healing = 30_000;

/** Says when this process itself stood still, so that its own lateness is not taken for the server's. */
function watch_instrument(history) {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - last > 120) history.note('instrument', null, 'info', 'lag', 'instrument', { ms: Math.round(now - last - 20) });
    last = now;
  }, 20);
  return () => clearInterval(timer);
}

class Run {
  constructor({ seed, seconds, profile, folder }) {
    Object.assign(this, { seed, seconds, folder, profile: profiles[profile] });
    this.chance = new Chance(seed);
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, `history-${seed}.jsonl`);
  }

  async play() {
    this.world = await World.start(this.profile.world);
    this.faults = schedule(this.chance.branch('faults'), this.seconds, this.world.stack.services, this.profile.faults);
    this.history = new History(this.file);
    const unwatch = watch_instrument(this.history);
    try {
      this.#tell_world();
      await this.#load();
      await this.#end();
    } finally {
      unwatch();
      await this.#stop();
      await this.history.close();
    }
    return this.#judge();
  }

  #tell_world() {
    const { world, history } = this;
    history.note('world', null, 'ok', 'seed', this.seed, { seconds: this.seconds });
    for (const { id, space, closed } of world.channels) history.note('world', null, 'ok', 'channel', id, { space, closed });
  }

  async #load() {
    const { world, history, chance, profile } = this;
    const { people, pages, pace, weights, page_weights, long } = profile;
    this.office = new Line({ world, history, member: world.vera, name: 'office', chance: chance.branch('office'), gateway: 0 });
    this.people = Array.from({ length: people }, (_, i) =>
      new Person({ world, history, member: world.people[i], name: `p${i}`, chance: chance.branch(`p${i}`), weights, pace, long, office: this.office }));
    this.pages = Array.from({ length: pages }, (_, i) =>
      new Page({ world, history, member: world.people[people + i], name: `page${i}`, chance: chance.branch(`page${i}`), weights: page_weights, pace: pace * 1.5, office: this.office }));
    for (const page of this.pages) await page.open();
    this.running = [...this.people, ...this.pages].map((each) => each.run());
    const nemesis = new Nemesis({ world, history, chance: chance.branch('nemesis'), faults: this.faults });
    const ended = nemesis.run();
    await Promise.all([this.#newcomers(), profile.extra?.(this), pause(this.seconds * 1_000)]);
    await ended;
    for (const each of this.people) each.stopped = true;
    for (const each of this.pages) each.finish();
  }

  /** New clients that read everything, one after another, while all goes on. */
  async #newcomers() {
    const chance = this.chance.branch('newcomers');
    const end = performance.now() + this.seconds * 1_000;
    while (performance.now() < end - 1_000) {
      await pause(chance.between(1_000, 4_000));
      const channel = chance.pick(this.world.channels.filter((each) => !each.closed));
      await read_fresh({ ...this, member: chance.pick(this.world.people), gateway: chance.whole(0, 1), channels: [channel] });
    }
  }

  /** Everything is healed by now: within half a minute all answers are there, all resume, all hold what is true. */
  async #end() {
    const { world, history, people, pages } = this;
    const deadline = performance.now() + healing;
    const left = () => Math.max(1, deadline - performance.now());
    const settles = (what, promise, why = () => '') => Promise.race([promise, pause(left()).then(() => Promise.reject(new Error('late')))])
      .catch((error) => history.note('world', null, 'info', 'undrained', what, { problem: `${error.message} ${why()}`.slice(0, 300) }));
    await settles('the server', world.stack.ready());
    await settles('the load', Promise.all([...this.running, ...people.map((each) => each.finish())]));
    await settles('the outboxes', until(() => pages.every((each) => each.waiting === 0), { within: left(), what: 'empty outboxes' }));
    for (const { line } of people) line.socket?.cut();
    for (const page of pages) {
      page.cut();
      page.open_all();
    }
    const wanted = await this.#positions();
    await settles('the views', until(() => this.#behind(wanted) === '', { within: left(), every: 50, what: 'everybody at the end' }), () => this.#behind(wanted));
    // What is shown as unread goes by heads, which come every two seconds.
    await pause(2_200);
    history.note('world', null, 'ok', 'drained', 'drained', {});
    await settles('the newcomers', this.#last_readers());
    for (const each of [...people, ...pages]) each.tell();
    await settles('the requests', until(() => this.#outstanding() === 0, { within: left(), what: 'no request outstanding' }));
    await tell_truth(world.stack, history);
    await tell_rest(world.stack, history, { requests: this.#outstanding(), waiting: pages.reduce((sum, each) => sum + each.waiting, 0) });
  }

  #outstanding() {
    return [...this.people, ...this.pages].reduce((sum, each) => sum + each.outstanding, 0);
  }

  async #positions() {
    const rows = await this.world.stack.rows("select kind || ':' || id as stream, position from chat.streams union all select kind || ':' || id, position from members.streams");
    return new Map(rows.map(({ stream, position }) => [stream, position]));
  }

  /** Who is not there yet, in words; nothing when all are. */
  #behind(wanted) {
    for (const person of this.people)
      for (const [stream, view] of person.views)
        if (!view.live || view.position !== (wanted.get(stream) ?? 0)) return `${person.name} at ${view.live ? view.position : 'nothing'} of ${stream}, due ${wanted.get(stream)}`;
    for (const page of this.pages)
      for (const { id } of this.world.channels)
        if (page.position(`channel:${id}`) !== wanted.get(`channel:${id}`)) return `${page.name} at ${page.position(`channel:${id}`)} of ${id}, due ${wanted.get(`channel:${id}`)}`;
    return '';
  }

  async #last_readers() {
    for (const person of this.people) await person.line.ask('chat.list_channels', {});
    for (const gateway of [0, 1])
      if (!(await read_fresh({ ...this, member: this.world.people[gateway], gateway, channels: this.world.channels }))) throw new Error('a newcomer was cut off');
  }

  async #stop() {
    const { world, history, people = [], pages = [] } = this;
    await Promise.all([...people, this.office].map((each) => each?.stop()));
    for (const page of pages) page.close();
    const log = join(world.stack.folder, 'postgres.log');
    const deadlocks = existsSync(log) ? readFileSync(log, 'utf8').split('deadlock detected').length - 1 : 0;
    if (deadlocks > 0) history.note('world', null, 'info', 'deadlock', 'postgres', { count: deadlocks });
    await world.stop().catch((error) => history.note('world', null, 'info', 'crash', error.message.split('\n')[0], { problem: error.message.slice(0, 2_000) }));
  }

  #judge() {
    const report = check_text(readFileSync(this.file, 'utf8'));
    writeFileSync(this.file.replace('history-', 'picture-').replace('.jsonl', '.svg'), draw(report.model));
    return Object.assign(report, { file: this.file });
  }
}

/** Plays one run and answers the checker's report; the history and its picture lie in `folder`. */
export const play = (options) => new Run(options).play();
