// A member who watches a channel live and always holds what the server has, however far behind she was.
import { View } from './history.mjs';

/** Subscribes over this WebSocket, resuming at the view's position, and keeps the view up to date from then on. */
export async function watch(socket, channel, view = new View()) {
  const stream = `channel:${channel}`;
  const early = [];
  let loaded = false;
  socket.watch(({ method, params }) => {
    if (method !== 'live.changed' || params.stream !== stream) return;
    if (loaded) view.apply(params);
    else early.push(params);
  });
  let state = await socket.subscribe(stream, { position: view.position });
  while (state.resync_required) {
    // Too much for one answer: the pages of history first, then what changed while they were read.
    await read_back(socket, channel, view);
    view.position = state.position;
    state = await socket.subscribe(stream, { position: state.position });
  }
  view.load(state);
  loaded = true;
  early.forEach((each) => view.apply(each));
  return view;
}

async function read_back(socket, channel, view) {
  for (let before; ; ) {
    const page = await socket.call('chat.history', { channel, before, limit: 20 });
    for (const object of page.messages) view.put({ id: object.id, position: object.position, object });
    before = page.messages[0]?.number;
    if (!page.more) return;
  }
}
