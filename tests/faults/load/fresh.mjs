// A new client that knows nothing: connects to either gateway and reads a whole channel, as whoever looks later will.
import { Socket } from '../../lib/client.mjs';
import { within } from '../../lib/wait.mjs';
import { Tap } from './tap.mjs';
import { View } from './view.mjs';

let count = 0;

/** Reads the channels named, each noted as one operation; false when it was cut before it was done. */
export async function read_fresh({ world, history, member, gateway, channels }) {
  const name = `fresh${count++}`;
  const socket = new Socket(`ws://127.0.0.1:${world.ports[gateway]}/ws`, member.headers(gateway), new Tap(history, name, gateway));
  const views = new Map();
  const { tap } = socket;
  const heard = tap.in.bind(tap);
  tap.in = (frame) => {
    heard(frame);
    if (frame.result?.streams) for (const state of frame.result.streams) views.get(state.stream)?.answered(state);
    if (frame.method === 'live.changed') views.get(frame.params.stream)?.apply(frame.params);
  };
  try {
    await within(4_000, socket.opened, 'the hello');
    for (const { id } of channels) {
      const stream = `channel:${id}`;
      history.note(name, gateway, 'invoke', 'fresh', stream, {});
      views.set(stream, new View(stream));
      try {
        await views.get(stream).subscribe(socket);
      } catch (error) {
        history.note(name, gateway, 'info', 'fresh', stream, { problem: error.message });
        return false;
      }
      history.note(name, gateway, 'ok', 'fresh', stream, views.get(stream).state());
    }
    return true;
  } catch {
    return false;
  } finally {
    socket.cut();
  }
}
