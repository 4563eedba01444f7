// A reader that stands still while much is sent to her: what the gateway keeps for her must have a bound.
import { readFileSync } from 'node:fs';
import { Member, Socket } from '../../lib/client.mjs';
import { open_channel, password } from '../../lib/demo.mjs';
import { new_id } from '../../lib/ids.mjs';
import { pause, within } from '../../lib/wait.mjs';
import { Tap } from './tap.mjs';
import { most_kept } from '../world.mjs';

/** What the kernel's buffers of one connection hold beside the gateway's own: those of a reader who reads nothing do not grow. */
function kernel_buffers() {
  const sizes = (name) => readFileSync(`/proc/sys/net/ipv4/${name}`, 'utf8').trim().split(/\s+/).map(Number);
  return sizes('tcp_wmem')[2] + 16 * sizes('tcp_rmem')[1];
}

const body = (n) => `Flut ${n} ${'😀'.repeat(7_900)}`;

/** Stands still at some moment of a run; a fault that ends it early proves nothing, and breaks nothing. */
export async function stall_once({ world, history, seconds, chance }) {
  if (seconds < 60) return;
  await pause(chance.branch('flood').between(5_000, (seconds - 20) * 1_000));
  await stall({ world, history }).catch(() => undefined);
}

/** Notes how many bytes came over the one connection once she reads again, and how many there may be at most. */
export async function stall({ world, history }) {
  const bound = kernel_buffers() + most_kept + 1_000_000;
  const clara = await new Member(world.stack, { email: 'clara@example.org', password }).sign_in();
  const { id: channel } = await open_channel(clara, world.stack.place.spaces.group, `Flut ${new_id().slice(-6)}`);
  const writer = new Socket(`ws://127.0.0.1:${world.stack.ports[0]}/ws`, clara.headers(0), new Tap(history, 'flood', 0));
  // Past the network between, which has buffers of its own.
  const reader = new Socket(`ws://127.0.0.1:${world.stack.ports[1]}/ws`, clara.headers(1), new Tap(history, 'flooded', 1));
  try {
    await within(4_000, writer.opened, 'the hello');
    await within(4_000, reader.opened, 'the hello');
    await reader.subscribe(`channel:${channel}`);
    let arrived = 0;
    reader.watch(({ method, params }) => (arrived += method === 'live.changed' ? Buffer.byteLength(params.object.body) : 0));
    reader.web_socket.pause();
    const wanted = Math.ceil((bound * 1.4) / Buffer.byteLength(body(0)));
    // Answered within the time in which a stuck connection is ended for that alone.
    const end = performance.now() + 9_000;
    for (let sent = 0; sent < wanted && performance.now() < end; sent += 24)
      await Promise.all(Array.from({ length: 24 }, (_, i) => writer.call('chat.send_message', { id: new_id(), channel, body: body(sent + i) })));
    reader.web_socket.resume();
    // Until it has been closed, or everything kept has come.
    for (let before = -1; before < arrived && reader.web_socket.readyState !== 3; await pause(500)) before = arrived;
    history.note('world', null, 'ok', 'queued', 'gateway1', { bytes: arrived, bound });
  } finally {
    writer.cut();
    reader.cut();
  }
}
