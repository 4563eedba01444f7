// Changes the database by single statements over connections that stay open, and tells when each is committed.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { postgres_program } from '../../lib/places.mjs';

/** One psql that runs a statement after another; each is its own transaction. */
class Line {
  constructor(postgres) {
    const target = `host=${postgres.host} port=${postgres.port} user=${postgres.server.user ?? 'postgres'} dbname=${postgres.name}`;
    this.process = spawn(postgres_program('psql'), ['-qAtX', '-v', 'ON_ERROR_STOP=1', '-d', target], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.waiting = [];
    createInterface({ input: this.process.stdout }).on('line', (line) => this.waiting.shift()?.resolve(line));
    this.process.on('exit', (code) => this.waiting.splice(0).forEach(({ reject }) => reject(new Error(`psql ended with ${code}`))));
  }

  /** The one line that the statements print. */
  ask(statements) {
    this.process.stdin.write(`${statements}\n`);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }
}

export class Changer {
  constructor(postgres, lines = 4) {
    this.lines = Array.from({ length: lines }, () => new Line(postgres));
    this.next = 0;
  }

  #line() {
    return this.lines[this.next++ % this.lines.length];
  }

  /** Commits a statement, if any, and answers a transaction id that was taken after it: whatever has a greater one began later. */
  commit(statement = '') {
    return this.#line().ask(`${statement}; select pg_current_xact_id();`).then(Number);
  }

  async close() {
    await Promise.all(this.lines.map(({ process }) => new Promise((resolve) => {
      process.on('exit', resolve);
      process.stdin.end();
    })));
  }
}
