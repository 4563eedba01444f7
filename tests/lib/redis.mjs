// Owns a Redis of a test's own, on a unix socket, so that it may be killed, emptied and started again.
import { createConnection } from 'node:net';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from './process.mjs';
import { until } from './wait.mjs';

/** redis-tools holds the server under another name, and becomes it when it is called by the right one. */
function redis_program(folder) {
  const in_path = (name) => process.env.PATH.split(':').map((each) => join(each, name)).find((each) => existsSync(each));
  const server = in_path('redis-server');
  if (server) return server;
  const checker = in_path('redis-check-rdb');
  if (!checker) throw new Error('there is neither redis-server nor redis-check-rdb: install redis-tools');
  const link = join(folder, 'redis-server');
  rmSync(link, { force: true });
  symlinkSync(checker, link);
  return link;
}

export class Redis {
  constructor(folder) {
    this.socket = join(folder, 'redis.sock');
    const settings = ['--port', '0', '--unixsocket', this.socket, '--save', '', '--appendonly', 'no', '--dir', folder];
    this.child = new Child('redis', [redis_program(folder), ...settings], { log: join(folder, 'redis.log') });
  }

  async start() {
    this.child.start();
    await until(async () => (await this.command('PING')) === '+PONG', { what: 'Redis' });
  }

  /** By -9: nothing is said to anybody. */
  async stop() {
    await this.child.kill('SIGKILL');
    rmSync(this.socket, { force: true });
  }

  /** One command, the first line of its answer. */
  command(...words) {
    return new Promise((resolve, reject) => {
      const socket = createConnection(this.socket);
      let text = '';
      socket.setEncoding('utf8');
      socket.on('error', reject);
      socket.on('data', (part) => {
        text += part;
        if (!text.includes('\r\n')) return;
        socket.destroy();
        resolve(text.slice(0, text.indexOf('\r\n')));
      });
      socket.write(`*${words.length}\r\n${words.map((each) => `$${Buffer.byteLength(each)}\r\n${each}\r\n`).join('')}`);
    });
  }
}
