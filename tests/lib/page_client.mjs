// The shipped client of the page in Node: its own connection and stores, over a network that a test can cut.
import WebSocket from 'ws';
import { load_in_node } from '../../web-client/scripts/load_in_node.mjs';
import { http_request } from './http.mjs';

let shipped;
/** The modules of the page as they are shipped; see web-client/scripts/load_in_node.mjs. */
export const page_modules = () => (shipped ??= load_in_node());

/**
 * What a connection asks of a browser, for a signed-in Member; `gateway` may be changed between two connections, or is
 * chosen for each by `choose`; what passes over one is heard by tap(gateway): {out, in, closed}.
 */
class Surroundings {
  constructor(member, random, { choose, tap } = {}) {
    Object.assign(this, { member, gateway: member.gateway, random, choose, tap, sockets: new Set() });
  }

  socket() {
    const { stack } = this.member;
    this.gateway = this.choose?.() ?? this.gateway;
    let tap = this.tap?.(this.gateway);
    const web_socket = new WebSocket(`ws://127.0.0.1:${stack.ports[this.gateway]}/ws`, { headers: this.member.headers(this.gateway), perMessageDeflate: false });
    this.sockets.add(web_socket);
    const over = (code) => {
      tap?.closed(code);
      tap = undefined;
    };
    const own = { onmessage: null, onclose: null };
    own.send = (text) => {
      tap?.out(JSON.parse(text));
      web_socket.send(text);
    };
    own.close = () => {
      over(1005);
      web_socket.terminate();
    };
    web_socket.on('message', (data) => {
      tap?.in(JSON.parse(String(data)));
      own.onmessage?.({ data: String(data) });
    });
    web_socket.on('close', (code, reason) => {
      over(code);
      this.sockets.delete(web_socket);
      own.onclose?.({ code, reason: String(reason) });
    });
    web_socket.on('error', () => undefined);
    return own;
  }

  async post(body, deadline) {
    const headers = { 'Content-Type': 'application/json', ...this.member.headers(this.gateway) };
    const sent = http_request(this.member.stack.ports[this.gateway], { method: 'POST', path: '/rpc', headers, body });
    const late = new Promise((_, reject) => setTimeout(reject, deadline, new Error('too late')).unref());
    const { status, json } = await Promise.race([sent, late]);
    return { status, body: json ?? null };
  }

  /** The shipped way to read an answer while it comes. */
  stream(path, to) {
    let off = () => undefined;
    let wanted = true;
    void page_modules().then(({ listen_to }) => {
      const { Origin: _, ...headers } = this.member.headers(this.gateway);
      const url = `http://127.0.0.1:${this.member.stack.ports[this.gateway]}${path}`;
      if (wanted) off = listen_to((signal) => fetch(url, { headers, signal }), to);
    });
    return () => {
      wanted = false;
      off();
    };
  }

  recall() {
    return this.remembered ?? null;
  }

  remember(what) {
    this.remembered = what;
  }

  clock() {
    return Date.now();
  }

  later(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  }

  now() {
    return performance.now();
  }

  visible() {
    return true;
  }

  listen(what, then) {
    if (what === 'online') this.online = then;
    return () => undefined;
  }
}

/** One page of a member: `connection` and `streams` are the shipped ones. */
export class PageClient {
  static async open(member, { modules, random = Math.random, choose, tap } = {}) {
    const self = new PageClient();
    self.modules = modules ?? (await page_modules());
    self.surroundings = new Surroundings(member, random, { choose, tap });
    self.connection = new self.modules.Connection(self.surroundings);
    const { later } = self.surroundings;
    self.streams = new self.modules.Streams(self.connection, { loaders: self.modules.loaders(self.connection), later, random });
    self.connection.start();
    return self;
  }

  /** Ends the WebSocket without a word; the client comes back by itself, on another gateway if told so. */
  cut(gateway = this.surroundings.gateway) {
    this.surroundings.gateway = gateway;
    for (const socket of this.surroundings.sockets) socket.terminate();
  }

  /** The network is back: the client waits no longer. */
  hurry() {
    this.surroundings.online?.();
  }

  close() {
    this.streams.close();
    this.connection.stop();
    for (const socket of this.surroundings.sockets) socket.terminate();
  }
}
