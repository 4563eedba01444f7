// A reader that stands still while much is sent to her: what the gateway keeps for her must have a bound.
import { readFileSync } from 'node:fs';
import { Member, Socket } from '../../lib/client.mjs';
import { open_channel, password } from '../../lib/demo.mjs';
import { new_id } from '../../lib/ids.mjs';
import { pause, within } from '../../lib/wait.mjs';

/** What two kernels' buffers of one connection may hold beside the gateway's own. */
function kernel_buffers() {
  const most = (name) => Number(readFileSync(`/proc/sys/net/ipv4/${name}`, 'utf8').trim().split(/\s+/)[2]);
  return most('tcp_wmem') + most('tcp_rmem');
}

const body = '😀'.repeat(7_900);

/** Notes how many bytes came over the one connection once she reads again, and how many there may be at most. */
export async function stall({ world, history }) {
  const bound = kernel_buffers() + world.stack.settings.gateway.outbox_bytes + 1_000_000;
  const clara = await new Member(world.stack, { email: 'clara@example.org', password }).sign_in();
  const { id: channel } = await open_channel(clara, world.stack.place.spaces.group, `Flut ${new_id().slice(-6)}`);
  const writer = await clara.connect(0);
  // Past the network between, which has buffers of its own.
  const reader = new Socket(`ws://127.0.0.1:${world.stack.ports[1]}/ws`, clara.headers(1));
  try {
    await within(4_000, reader.opened, 'the hello');
    await reader.subscribe(`channel:${channel}`);
    let arrived = 0;
    reader.watch(({ method, params }) => (arrived += method === 'live.changed' ? Buffer.byteLength(params.object.body) : 0));
    reader.web_socket.pause();
    const wanted = Math.ceil((bound * 1.4) / Buffer.byteLength(body));
    // Answered within the time in which a stuck connection is ended for that alone.
    const end = performance.now() + 9_000;
    for (let sent = 0; sent < wanted && performance.now() < end; sent += 24)
      await Promise.all(Array.from({ length: 24 }, () => writer.call('chat.send_message', { id: new_id(), channel, body })));
    reader.web_socket.resume();
    await Promise.race([reader.closed, pause(2_500)]);
    history.note('world', null, 'ok', 'queued', 'gateway1', { bytes: arrived, bound });
  } finally {
    writer.cut();
    reader.cut();
  }
}
