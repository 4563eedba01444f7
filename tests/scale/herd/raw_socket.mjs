// A WebSocket and a POST that cost next to nothing, so that thousands of clients fit beside the server they are to strain.
import { connect } from 'node:net';
import { Agent, request } from 'node:http';

const head_end = Buffer.from('\r\n\r\n');

function frame(text) {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 8 : 6);
  head[0] = 0x81;
  head[1] = 0x80 | (long ? 126 : payload.length);
  if (long) head.writeUInt16BE(payload.length, 2);
  // The mask is zero: it must be there, and leaves the bytes as they are.
  return Buffer.concat([head, payload]);
}

/** What the page's connection needs of a WebSocket. `status` is the HTTP status of a handshake that was refused. */
export class RawSocket {
  onmessage = null;
  onclose = null;

  constructor({ port, from, cookie, origin }) {
    this.rest = null;
    this.open = false;
    this.code = 1006;
    this.reason = '';
    this.socket = connect({ host: '127.0.0.1', port, localAddress: from, noDelay: true });
    this.socket.on('connect', () =>
      this.socket.write(`GET /ws HTTP/1.1\r\nHost: localhost:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\nOrigin: ${origin}\r\nCookie: ${cookie}\r\n\r\n`));
    this.socket.on('data', (bytes) => this.#receive(bytes));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => this.onclose?.({ code: this.code, reason: this.reason }));
  }

  send(text) {
    this.socket.write(frame(text));
  }

  close() {
    this.socket.destroy();
  }

  #receive(bytes) {
    let data = this.rest ? Buffer.concat([this.rest, bytes]) : bytes;
    this.rest = null;
    if (!this.open) {
      const end = data.indexOf(head_end);
      if (end < 0) return void (this.rest = data);
      this.status = Number(data.toString('latin1', 9, 12));
      if (this.status !== 101) return this.socket.destroy();
      this.open = true;
      data = data.subarray(end + 4);
    }
    while (data.length >= 2) {
      let size = data[1] & 127, at = 2;
      if (size === 126) {
        if (data.length < 4) break;
        size = data.readUInt16BE(2);
        at = 4;
      } else if (size === 127) {
        if (data.length < 10) break;
        size = Number(data.readBigUInt64BE(2));
        at = 10;
      }
      if (data.length < at + size) break;
      this.#frame(data[0] & 15, data.subarray(at, at + size));
      data = data.subarray(at + size);
    }
    if (data.length) this.rest = data;
  }

  #frame(opcode, payload) {
    if (opcode === 1) this.onmessage?.({ data: payload.toString() });
    else if (opcode === 9) this.socket.write(Buffer.concat([Buffer.from([0x8a, 0x80 | payload.length, 0, 0, 0, 0]), payload]));
    else if (opcode === 8) {
      this.code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.reason = payload.toString('utf8', 2);
      this.socket.end();
    }
  }
}

const agents = new Map();

export function post({ port, from, cookie, origin, body, deadline }) {
  if (!agents.has(from)) agents.set(from, new Agent({ keepAlive: true, maxSockets: 64, localAddress: from }));
  return new Promise((resolve, reject) => {
    const headers = { Host: `localhost:${port}`, Origin: origin, Cookie: cookie, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/rpc', headers, agent: agents.get(from), timeout: deadline }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part) => (text += part));
      answer.on('error', reject);
      answer.on('end', () => {
        try {
          resolve({ status: answer.statusCode, body: JSON.parse(text) });
        } catch {
          resolve({ status: answer.statusCode, body: null });
        }
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('too late')));
    sent.on('error', reject);
    sent.end(body);
  });
}
