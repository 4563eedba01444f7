// A member at the wire: signs in over HTTP, calls methods over HTTP or WebSocket, collects events, resumes.
import WebSocket from 'ws';
import { http_request } from './http.mjs';
import { until, within } from './wait.mjs';

/** What a method answered instead of a result. */
export class Refused extends Error {
  constructor(method, error) {
    super(`${method}: ${error.code} ${error.data?.kind ?? ''} ${error.message} ${error.data?.pointer ?? ''}`);
    this.code = error.code;
    this.kind = error.data?.kind;
    this.pointer = error.data?.pointer;
    this.retry_after = error.data?.retry_after;
    this.current = error.data?.current;
    this.data = error.data;
  }
}

/** The connection ended before an answer came: whether the request was done is not known. */
export class Cut extends Error {}

let next_id = 1;

/** The body of a request. */
export function envelope(method, params, id = next_id++) {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

export class Member {
  constructor(stack, { email, password, id } = {}) {
    Object.assign(this, { stack, email, password, id });
  }

  /** Signs in by password; `gateway` is where all that follows goes unless told otherwise. */
  async sign_in(gateway = 0, more = {}) {
    this.gateway = gateway;
    const answer = await this.post('session.sign_in', { email: this.email, password: this.password, ...more });
    if (!answer.json?.result) throw new Refused('session.sign_in', answer.json?.error ?? { code: answer.status, message: answer.text });
    this.cookie = answer.headers['set-cookie'][0].split(';')[0];
    this.session = answer.json.result.session;
    this.id = answer.json.result.member;
    return this;
  }

  /** The same member with another session of her own. */
  again(gateway = this.gateway) {
    return new Member(this.stack, this).sign_in(gateway);
  }

  /** A program of hers that shows this token. */
  program({ id, token }) {
    return Object.assign(new Member(this.stack, this), { gateway: this.gateway, session: id, token });
  }

  headers(gateway = this.gateway) {
    if (this.token) return { Authorization: `Bearer ${this.token}` };
    const origin = { Origin: this.stack.url(gateway) };
    return this.cookie ? { ...origin, Cookie: this.cookie } : origin;
  }

  /** One POST /rpc: the whole HTTP answer. */
  post(method, params = {}, { gateway = this.gateway ?? 0, headers } = {}) {
    const sent = { 'Content-Type': 'application/json', ...(headers ?? this.headers(gateway)) };
    return http_request(this.stack.ports[gateway], { method: 'POST', path: '/rpc', headers: sent, body: envelope(method, params) });
  }

  /** One method over HTTP: its result, or throws Refused. */
  async rpc(method, params, options) {
    const { status, json, text } = await this.post(method, params, options);
    if (json?.error) throw new Refused(method, json.error);
    if (status !== 200 || json?.result === undefined) throw new Error(`${method}: HTTP ${status} ${text}`);
    return json.result;
  }

  /** An open WebSocket that has said hello. */
  async connect(gateway = this.gateway, headers = this.headers(gateway)) {
    const socket = new Socket(`ws://127.0.0.1:${this.stack.ports[gateway]}/ws`, headers);
    await within(5_000, socket.opened, 'the hello of a WebSocket');
    return socket;
  }
}

export class Socket {
  /** `tap` hears each request, each frame and the end, at the moment they pass: {out, in, closed}. */
  constructor(url, headers, tap) {
    this.tap = tap;
    this.calls = new Map();
    this.events = [];
    this.watchers = new Set();
    this.web_socket = new WebSocket(url, { headers, perMessageDeflate: false, skipUTF8Validation: true });
    this.closed = new Promise((resolve) => this.web_socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })));
    this.web_socket.on('close', (code) => this.tap?.closed(code));
    this.closed.then(() => this.#fail_all());
    this.opened = new Promise((resolve, reject) => {
      this.on_hello = resolve;
      this.web_socket.on('error', reject);
      this.web_socket.on('unexpected-response', (_, response) => reject(new Error(`HTTP ${response.statusCode}`)));
      this.closed.then(({ code }) => reject(new Cut(`closed with ${code} before hello`)));
    });
    this.opened.catch(() => undefined);
    this.web_socket.on('message', (data) => this.#receive(JSON.parse(data)));
  }

  #receive(message) {
    this.tap?.in(message);
    if (message.method === 'live.hello') {
      this.hello = message.params;
      return this.on_hello(this);
    }
    if (message.method) {
      this.events.push(message);
      for (const watcher of this.watchers) watcher(message);
      return undefined;
    }
    const waiting = this.calls.get(message.id);
    this.calls.delete(message.id);
    if (!waiting) return this.events.push(message);
    if (message.error) return waiting.reject(new Refused(waiting.method, message.error));
    return waiting.resolve(message.result);
  }

  #fail_all() {
    for (const { reject, method } of this.calls.values()) reject(new Cut(`${method}: the connection ended`));
    this.calls.clear();
  }

  get open() {
    return this.web_socket.readyState === WebSocket.OPEN;
  }

  call(method, params = {}, patience = 12_000) {
    if (!this.open) return Promise.reject(new Cut(`${method}: the connection has ended`));
    const id = next_id++;
    const answer = new Promise((resolve, reject) => this.calls.set(id, { resolve, reject, method }));
    this.tap?.out({ id, method, params });
    this.web_socket.send(envelope(method, params, id));
    return within(patience, answer, `the answer to ${method}`);
  }

  /** Subscribes to one stream and answers where it stands. */
  async subscribe(stream, more = {}) {
    const { streams } = await this.call('live.subscribe', { streams: [{ stream, level: 'objects', ...more }] });
    return streams[0];
  }

  /** A frame as it is, text or bytes. */
  send(data) {
    this.web_socket.send(data);
  }

  /** The live.changed of a stream so far, in order of arrival. */
  changes(stream) {
    return this.events.filter((each) => each.method === 'live.changed' && each.params.stream === stream).map((each) => each.params);
  }

  /** The first event that fits, also among those that have come. */
  event(fits, patience = 5_000) {
    return until(() => this.events.find((each) => each.method && fits(each.params, each.method)), { within: patience, every: 5, what: 'an event' });
  }

  /** Calls with each event from now on. */
  watch(watcher) {
    this.watchers.add(watcher);
  }

  async close() {
    if (this.web_socket.readyState === WebSocket.CLOSED) return;
    this.web_socket.close();
    await within(4_000, this.closed, 'the end of a WebSocket').catch(() => this.web_socket.terminate());
  }

  /** Ends without a word, as a lost network does. */
  cut() {
    this.web_socket.terminate();
  }
}

/** Calls until there is an answer, as every real client does: over whatever gateway is there, with the same id. */
export async function call_until_answered(member, method, params, { patience = 20_000, on_repeat } = {}) {
  const begun = performance.now();
  for (;;) {
    try {
      return await member.rpc(method, params);
    } catch (error) {
      const repeatable = !(error instanceof Refused) || ['unavailable', 'overloaded', 'too_many'].includes(error.kind);
      if (!repeatable || performance.now() - begun > patience) throw error;
      on_repeat?.(error);
      await new Promise((resolve) => setTimeout(resolve, error.retry_after ?? 20 + Math.random() * 60));
    }
  }
}
