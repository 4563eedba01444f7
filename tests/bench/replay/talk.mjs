// Lets writers say what a log holds, watchers watch it live, and judges what each of them holds in the end.
import { Refused } from '../../lib/client.mjs';
import { check_history } from '../../lib/history.mjs';
import { new_id } from '../../lib/ids.mjs';
import { pause, until } from '../../lib/wait.mjs';
import { watch } from '../../lib/watch.mjs';

const most_in_flight = 48;

/** One voice of the log: says its lines in order over one WebSocket, repeating what was not taken, by the same id. */
class Writer {
  constructor(socket) {
    Object.assign(this, { socket, in_flight: 0, said: [], times: [] });
  }

  async say(channel, body) {
    const message = { id: new_id(), channel, body };
    this.said.push(message);
    while (this.in_flight >= most_in_flight) await pause(1);
    this.in_flight += 1;
    const begun = performance.now();
    message.answer = this.#send(message).then((answer) => {
      this.in_flight -= 1;
      this.times.push(performance.now() - begun);
      return answer;
    });
  }

  async #send({ id, channel, body }) {
    for (;;) {
      try {
        return await this.socket.call('chat.send_message', { id, channel, body }, 30_000);
      } catch (error) {
        if (!(error instanceof Refused) || !error.retry_after) throw error;
        await pause(error.retry_after);
      }
    }
  }
}

/**
 * Replays a log in a channel. `members` write and watch, signed in; `gateways` is how many there are. Answers what was
 * sent, the faults of all watchers as sentences, and how long each line took to be acknowledged.
 */
export async function replay(said, channel, members, { clients = 3, speed = 600, gateways = 1 } = {}) {
  const sockets = [];
  const connect = async (i) => {
    sockets.push(await members[i % members.length].connect(i % gateways));
    return sockets.at(-1);
  };
  const views = [];
  for (let i = 0; i < clients; i++) views.push(await watch(await connect(i), channel));
  const voices = new Map();
  for (const { nick } of said) if (!voices.has(nick)) voices.set(nick, voices.size % members.length);
  const writers = [];
  for (let i = 0; i < Math.min(members.length, voices.size); i++) writers.push(new Writer(await connect(i)));

  const begun = performance.now();
  for (const { nick, body, at } of said) {
    const wait = speed ? begun + at / speed - performance.now() : 0;
    if (wait > 1) await pause(wait);
    await writers[voices.get(nick)].say(channel, body);
  }
  const sent = writers.flatMap((writer) => writer.said);
  const answers = new Map(await Promise.all(sent.map(async (each) => [each.id, await each.answer])));
  const faults = await judge(sent, writers, answers, views, members[0], channel);
  await Promise.all(sockets.map((socket) => socket.close()));
  return { sent, faults, times: writers.flatMap((writer) => writer.times) };
}

async function judge(sent, writers, answers, views, member, channel) {
  const faults = [];
  for (const view of views)
    await until(() => view.position >= sent.length, { within: 10_000, what: 'the last line' }).catch((error) => faults.push(error.message));
  for (const view of views) faults.push(...view.faults, ...check_history(sent, view.list()));
  faults.push(...check_history(sent, await read_back(member, channel)));
  // Who speaks over one connection is heard in that order.
  for (const { said } of writers) faults.push(...check_order(said.map((each) => answers.get(each.id).number)));
  return faults;
}

export function check_order(numbers) {
  return numbers.flatMap((number, i) => (i > 0 && number <= numbers[i - 1] ? [`out of order: a line got ${number} after one with ${numbers[i - 1]}`] : []));
}

/** The whole channel by history, page by page. */
async function read_back(member, channel) {
  const found = [];
  for (let before; ; ) {
    const page = await member.rpc('chat.history', { channel, before, limit: 200 });
    found.unshift(...page.messages);
    before = page.messages[0]?.number;
    if (!page.more) return found;
  }
}
