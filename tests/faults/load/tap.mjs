// Listens in on one WebSocket and writes what passes into the history: requests, their ends, events, the connection's own.
import { brief, brief_message, text_mark } from '../record.mjs';

/** After these nobody knows what became of the request; the same one is sent again. */
const unknown = new Set(['unavailable', 'overloaded', 'too_many', 'internal']);

/** Of each method: its name in the history, and what is kept of its parameters and of its result. */
const methods = {
  'chat.send_message': {
    f: 'send', key: (p) => p.id, value: (p) => ({ channel: p.channel, text: text_mark(p.body) }), result: brief_message,
  },
  'chat.edit_message': {
    f: 'edit', key: (p) => p.id, value: (p) => ({ channel: p.channel, based_on: p.position, text: text_mark(p.body) }), result: brief_message,
  },
  'chat.delete_message': {
    f: 'delete', key: (p) => p.id, value: (p) => ({ channel: p.channel }), result: brief_message,
  },
  'chat.history': {
    f: 'page', key: (p) => p.channel, value: ({ before, limit }) => ({ before, limit }),
    result: (r) => ({ more: r.more, objects: r.messages.map(brief_message) }),
  },
  'chat.mark_read': {
    f: 'mark_read', key: (p) => p.channel, value: (p) => ({ number: p.number }), result: (r) => ({ number: r.number, unread: r.unread }),
  },
  'space.leave': { f: 'leave', key: (p) => p.space, value: (p, me) => ({ member: me }), result: (r, asked) => ({ member: asked.member }) },
  'space.remove_member': { f: 'kick', key: (p) => p.space, value: (p) => ({ member: p.member }), result: (r, asked) => ({ member: asked.member }) },
  'space.accept': { f: 'join', key: (p) => p.space, value: (p, me) => ({ member: me }), result: (r, asked) => ({ member: asked.member }) },
  'chat.list_channels': {
    f: 'unread', key: (p) => p.space ?? 'joined', value: () => ({}),
    result: (r) => ({ channels: r.channels.map((each) => [each.id, each.last_number, each.read_number, each.unread]) }),
  },
};

export class Tap {
  constructor(history, who, gateway) {
    Object.assign(this, { history, who, gateway });
    this.pending = new Map();
    this.member = undefined;
  }

  #note(type, f, key, value) {
    this.history.note(this.who, this.gateway, type, f, key, value);
  }

  /** A request leaves. */
  out({ id, method, params }) {
    const parts = [];
    if (method === 'live.subscribe')
      for (const { stream, level, position, from_number } of params.streams)
        parts.push({ f: 'resume', key: stream, value: { call: id, level, position, from_number } });
    else if (methods[method]) {
      const { f, key, value } = methods[method];
      parts.push({ f, key: key(params), value: { call: id, ...value(params, this.member) } });
    } else return;
    this.pending.set(id, { method, parts });
    for (const { f, key, value } of parts) this.#note('invoke', f, key, value);
  }

  /** A frame arrives. */
  in(frame) {
    if (frame.method) return this.#event(frame.method, frame.params);
    const asked = this.pending.get(frame.id);
    if (!asked) return undefined;
    this.pending.delete(frame.id);
    for (const { f, key, value } of asked.parts) this.#answer(frame, asked.method, f, key, value);
    return undefined;
  }

  #answer({ id, result, error }, method, f, key, asked) {
    if (error) {
      const kind = error.data?.kind ?? 'none';
      const current = error.data?.current?.position;
      return this.#note(unknown.has(kind) ? 'info' : 'fail', f, key, { call: id, kind, current });
    }
    if (method !== 'live.subscribe') return this.#note('ok', f, key, { call: id, ...methods[method].result(result, asked) });
    const state = result.streams.find((each) => each.stream === key);
    const { position, number, resync_required: resync } = state;
    return this.#note('ok', f, key, { call: id, level: asked.level, position, number, resync, objects: state.objects.map(brief) });
  }

  #event(method, params) {
    if (method === 'live.hello') {
      this.member = params.member;
      this.#note('ok', 'connect', this.who, { member: params.member });
    } else if (method === 'live.changed') this.#note('ok', 'recv', params.stream, brief(params));
    else if (method === 'live.head') this.#note('ok', 'head', params.stream, { position: params.position, number: params.number });
    else if (method === 'live.closed') for (const stream of params.streams) this.#note('ok', 'closed', stream, {});
  }

  /** The connection is over; what it was asked for will not be answered. */
  closed(code) {
    for (const [id, { parts }] of this.pending) for (const { f, key } of parts) this.#note('info', f, key, { call: id, kind: 'cut' });
    this.pending.clear();
    this.#note('info', 'cut', this.who, { code });
  }
}
