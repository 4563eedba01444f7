// A connection of its own for statements whose end is measured: psql kept open, one statement after another.
import { spawn } from 'node:child_process';
import { postgres_program } from '../../lib/places.mjs';
import { new_word } from '../../lib/ids.mjs';
import { clean_environment } from '../../lib/process.mjs';

export class Statements {
  constructor({ postgres }) {
    const target = `host=${postgres.host} port=${postgres.port} user=${postgres.server.user ?? 'postgres'} dbname=${postgres.name}`;
    this.psql = spawn(postgres_program('psql'), ['-qAtX', '-d', target], { env: clean_environment(), stdio: ['pipe', 'pipe', 'pipe'] });
    this.said = '';
    this.waiting = [];
    for (const stream of [this.psql.stdout, this.psql.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (part) => this.#hear(part));
    }
  }

  #hear(part) {
    this.said += part;
    while (this.waiting.length) {
      const { mark, resolve, reject } = this.waiting[0];
      const at = this.said.indexOf(`${mark}\n`);
      if (at < 0) return;
      const text = this.said.slice(0, at).trim();
      this.said = this.said.slice(at + mark.length + 1);
      this.waiting.shift();
      if (/^(ERROR|FATAL|psql):?/m.test(text)) reject(new Error(text));
      else resolve(text);
    }
  }

  /** Resolves when the commit of the statements is acknowledged: with the rows. */
  run(statements) {
    const mark = new_word('done');
    return new Promise((resolve, reject) => {
      this.waiting.push({ mark, resolve, reject });
      this.psql.stdin.write(`${statements}\n;\n\\echo ${mark}\n`);
    });
  }

  close() {
    this.psql.stdin.end();
  }
}
