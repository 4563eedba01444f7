// Bytes on a socket that no client library would send, and what came back: an HTTP answer, WebSocket frames, the end.
import { createHash, randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';

export class Raw {
  /** A connection to a port of loopback. */
  static open(port, from) {
    return new Promise((resolve, reject) => {
      const socket = createConnection({ port, host: '127.0.0.1', localAddress: from }, () => resolve(new Raw(socket)));
      socket.on('error', reject);
    });
  }

  constructor(socket) {
    this.socket = socket;
    this.bytes = Buffer.alloc(0);
    this.closed = false;
    this.reset = false;
    this.changed = () => undefined;
    socket.removeAllListeners('error');
    socket.on('data', (part) => {
      this.bytes = Buffer.concat([this.bytes, part]);
      this.changed();
    });
    socket.on('error', () => (this.reset = true));
    socket.on('close', () => {
      this.closed = true;
      this.changed();
    });
    socket.on('end', () => {
      this.closed = true;
      this.changed();
    });
  }

  write(data) {
    if (!this.socket.destroyed) this.socket.write(data);
  }

  end() {
    this.socket.destroy();
  }

  /** Waits until the condition holds, the peer has ended, or the time is over. */
  async #wait(condition, patience) {
    const deadline = Date.now() + patience;
    while (!condition() && !this.closed && Date.now() < deadline)
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.max(1, deadline - Date.now()));
        this.changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
  }

  /** The next HTTP answer: {status, head, body, closed}; without status when none came. */
  async answer(patience = 2_000) {
    const parsed = () => {
      const end = this.bytes.indexOf('\r\n\r\n');
      if (end < 0) return undefined;
      const head = this.bytes.subarray(0, end).toString('latin1');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (this.bytes.length < end + 4 + length) return undefined;
      return { status: Number(head.slice(9, 12)), head, body: this.bytes.subarray(end + 4, end + 4 + length).toString('utf8'), size: end + 4 + length };
    };
    await this.#wait(() => parsed() !== undefined, patience);
    const found = parsed();
    if (!found) return { status: undefined, closed: this.closed };
    this.bytes = this.bytes.subarray(found.size);
    if (/connection: close/i.test(found.head)) await this.#wait(() => false, 500);
    return { ...found, closed: this.closed };
  }

  /** Frames from the server until one fits, or it ended, or the time is over: [{code, payload, final}]. */
  async frames(enough = () => false, patience = 2_000) {
    const found = [];
    const more = () => {
      for (;;) {
        const frame = parse_frame(this.bytes);
        if (!frame) return found.some(enough);
        this.bytes = this.bytes.subarray(frame.size);
        found.push(frame);
      }
    };
    await this.#wait(more, patience);
    more();
    return found;
  }

  /** The close code the server sends, or undefined. */
  async close_code(patience = 2_000) {
    const found = await this.frames((frame) => frame.code === 8, patience);
    const close = found.find((frame) => frame.code === 8);
    return close?.payload.length >= 2 ? close.payload.readUInt16BE(0) : undefined;
  }
}

/** A WebSocket opened by hand, its hello read: ready for illegal frames. */
export async function raw_websocket(member, gateway = member.gateway) {
  const port = member.stack.ports[gateway];
  const raw = await Raw.open(port);
  const key = randomBytes(16).toString('base64');
  const headers = Object.entries(member.headers(gateway)).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  raw.write(`GET /ws HTTP/1.1\r\nHost: localhost:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${headers}\r\n`);
  const { status, head } = await raw.answer();
  if (status !== 101) throw new Error(`the handshake was answered by ${status}`);
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  if (!head.includes(`Sec-WebSocket-Accept: ${accept}`)) throw new Error(`a wrong accept: ${head}`);
  const [hello] = await raw.frames(() => true);
  raw.hello = JSON.parse(hello.payload);
  return raw;
}

/**
 * One frame as bytes. Options: final, reserved (three bits), masked, length (told instead of the true one),
 * wide (2 or 8 bytes for the length whatever it is).
 */
export function frame(code, payload = '', { final = true, reserved = 0, masked = true, length, wide = 0 } = {}) {
  const data = Buffer.from(payload);
  const told = length ?? data.length;
  const size = wide || (told < 126 ? 0 : told < 65536 ? 2 : 8);
  const head = Buffer.alloc(2 + size);
  head[0] = (final ? 0x80 : 0) | (reserved << 4) | code;
  head[1] = (masked ? 0x80 : 0) | (size === 0 ? told : size === 2 ? 126 : 127);
  if (size === 2) head.writeUInt16BE(Number(told), 2);
  if (size === 8) head.writeBigUInt64BE(BigInt(told), 2);
  if (!masked) return Buffer.concat([head, data]);
  const mask = randomBytes(4);
  return Buffer.concat([head, mask, data.map((byte, i) => byte ^ mask[i % 4])]);
}

function parse_frame(bytes) {
  if (bytes.length < 2) return undefined;
  let [length, at] = [bytes[1] & 0x7f, 2];
  const wide = length === 126 ? 2 : length === 127 ? 8 : 0;
  if (bytes.length < 2 + wide) return undefined;
  if (wide === 2) length = bytes.readUInt16BE(2);
  if (wide === 8) length = Number(bytes.readBigUInt64BE(2));
  at += wide;
  if (bytes.length < at + length) return undefined;
  return { final: (bytes[0] & 0x80) !== 0, code: bytes[0] & 15, masked: (bytes[1] & 0x80) !== 0, payload: Buffer.from(bytes.subarray(at, at + length)), size: at + length };
}
