// GET /events as any program reads it: server-sent events by the rules of the standard, with the id to resume from.
import { request } from 'node:http';
import { until } from './wait.mjs';

export class Events {
  /** Options: query {objects, heads, poll} (lists as text or of stream names), last_event_id, gateway, port, headers. */
  constructor(member, { query = {}, last_event_id, gateway = member.gateway, port = member.stack.ports[gateway], headers = {} } = {}) {
    Object.assign(this, { batches: [], comments: 0, id: last_event_id, closed_with: undefined, ended: false, begun: performance.now() });
    const { Origin: _, ...own } = member.headers(gateway);
    const more = last_event_id === undefined ? {} : { 'Last-Event-ID': last_event_id };
    const path = `/events${events_query(query)}`;
    this.request = request({ host: '127.0.0.1', port, path, agent: false, headers: { Host: `localhost:${port}`, Accept: 'text/event-stream', ...own, ...more, ...headers } });
    this.end = new Promise((resolve) => this.request.on('close', resolve)).then(() => (this.ended = true));
    this.request.on('error', (error) => (this.error = error));
    this.head = new Promise((resolve) => this.request.on('response', resolve));
    this.head.then((response) => this.#read(response));
    this.request.end();
  }

  #read(response) {
    this.status = response.statusCode;
    this.headers = response.headers;
    this.text = '';
    this.rest = '';
    response.setEncoding('utf8');
    response.on('error', () => undefined);
    response.on('data', (part) => {
      this.text += part;
      this.rest += part;
      for (let end; (end = this.rest.indexOf('\n\n')) >= 0; this.rest = this.rest.slice(end + 2)) this.#block(this.rest.slice(0, end));
    });
  }

  #block(block) {
    const fields = { data: [] };
    for (const line of block.split('\n')) {
      if (line.startsWith(':')) this.comments++;
      const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      if (name === 'data') fields.data.push(value);
      else if (name) fields[name] = value;
    }
    if (fields.id !== undefined) this.id = fields.id;
    if (fields.data.length === 0) return;
    if (fields.event === 'close') this.closed_with = JSON.parse(fields.data[0]);
    else this.batches.push({ at: performance.now() - this.begun, id: fields.id, frames: fields.data.map((each) => JSON.parse(each)) });
  }

  /** Every message so far. */
  get frames() {
    return this.batches.flatMap((each) => each.frames);
  }

  /** The live.changed of a stream so far, those of live.resumed first. */
  changes(stream) {
    return this.frames.flatMap(({ method, params }) => {
      if (method === 'live.resumed') return params.streams.filter((each) => each.stream === stream).flatMap((each) => each.objects);
      return method === 'live.changed' && params.stream === stream ? [params] : [];
    });
  }

  /** Waits for the hello, or says why there is none. */
  async opened() {
    await this.head;
    if (this.status !== 200) throw new Error(`HTTP ${this.status}`);
    await until(() => this.frames.some((each) => each.method === 'live.resumed'), { every: 5, what: 'live.resumed' });
    return this;
  }

  /** The first event that fits, also among those that have come. */
  event(fits, patience = 5_000) {
    return until(() => this.frames.find((each) => fits(each.params, each.method)), { within: patience, every: 5, what: 'an event' });
  }

  cut() {
    this.request.destroy();
  }
}

function events_query(query) {
  const parts = Object.entries(query).map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(';') : value}`);
  return parts.length ? `?${parts.join('&')}` : '';
}
