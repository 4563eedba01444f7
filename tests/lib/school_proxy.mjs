// The web proxy of a school: takes the upgrade out of a WebSocket's handshake, holds answers back, cuts idle lines.
import { createServer, request } from 'node:http';

const kilobytes = 1024;

/** Headers that belong to one hop (RFC 9110, 7.6.1). */
const own_to_a_hop = new Set(['connection', 'keep-alive', 'upgrade', 'proxy-connection', 'te', 'trailer', 'transfer-encoding']);

function passed_on(raw) {
  const headers = [];
  for (let i = 0; i < raw.length; i += 2) if (!own_to_a_hop.has(raw[i].toLowerCase())) headers.push(raw[i], raw[i + 1]);
  return headers;
}

export class SchoolProxy {
  /**
   * Listens on a port of loopback and asks another. Options: `buffer`, bytes that an answer must have before any of it,
   * its head included, is passed on (16 kB; 0 passes everything on at once); `idle`, milliseconds without a byte in
   * either direction after which a line to a client is cut (30 s); `upgrade`: 'strip', or 'swallow' to leave a handshake
   * without an answer.
   */
  static async start(listen, target, { buffer = 16 * kilobytes, idle = 30_000, upgrade = 'strip' } = {}) {
    const self = new SchoolProxy();
    Object.assign(self, { target, buffer, upgrade, cuts: 0, upgrades: 0 });
    // Without a listener for it, an upgrade is a request like any other.
    self.server = createServer((asked, answer) => self.#pass_on(asked, answer));
    self.server.keepAliveTimeout = idle;
    self.server.on('connection', (socket) => {
      socket.setTimeout(idle, () => {
        self.cuts++;
        socket.destroy();
      });
    });
    await new Promise((resolve, reject) => self.server.on('error', reject).listen(listen, '127.0.0.1', resolve));
    return self;
  }

  get port() {
    return this.server.address().port;
  }

  #pass_on(asked, answer) {
    if (asked.headers.upgrade) {
      this.upgrades++;
      if (this.upgrade === 'swallow') return;
    }
    const { method, url: path } = asked;
    const onward = request({ host: '127.0.0.1', port: this.target, method, path, headers: passed_on(asked.rawHeaders), agent: false });
    onward.on('response', (found) => this.#hold_back(found, answer));
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  }

  #hold_back(found, answer) {
    let held = [];
    let size = 0;
    const let_go = () => {
      if (!answer.headersSent) answer.writeHead(found.statusCode, passed_on(found.rawHeaders));
      for (const part of held) answer.write(part);
      held = [];
      size = 0;
    };
    found.on('data', (part) => {
      held.push(part);
      size += part.length;
      if (size >= this.buffer) let_go();
    });
    found.on('end', () => {
      let_go();
      answer.end();
    });
    found.on('error', () => answer.destroy());
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
