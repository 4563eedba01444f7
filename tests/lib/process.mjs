// Owns child processes: started so that they cannot outlive the test, killed and awaited by name, their logs kept.
import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { within } from './wait.mjs';

const run = promisify(execFile);

/** The environment of every child: nothing of ours that the product would read as a setting. */
export function clean_environment(more = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('VERBUND_'));
  return { ...Object.fromEntries(kept), ...more };
}

/** Runs a program to its end: what it printed; throws with everything it said when it failed. */
export async function run_program(program, words, options = {}) {
  const { input, ...rest } = options;
  try {
    const promise = run(program, words, { env: clean_environment(), maxBuffer: 1 << 26, ...rest });
    // Who wants no input may have ended before it comes.
    promise.child.stdin.on('error', () => undefined);
    promise.child.stdin.end(input ?? '');
    return (await promise).stdout;
  } catch (error) {
    throw new Error(`${program} ${words.join(' ')}: ${error.stderr || error.message}${error.stdout ?? ''}`);
  }
}

/** One child. It counts as crashed when it ends without having been asked to. */
export class Child {
  constructor(name, command, { log, environment = {}, cwd } = {}) {
    this.name = name;
    this.command = command;
    this.log = log;
    this.environment = environment;
    this.cwd = cwd;
    this.crashed = '';
    this.expected = true;
  }

  get running() {
    return this.ended !== undefined && this.exit === undefined;
  }

  get pid() {
    return this.child.pid;
  }

  start() {
    const file = openSync(this.log, 'a');
    // Whatever ends the test ends the child: the kernel sees to it.
    const words = ['--pdeathsig', 'KILL', '--', ...this.command];
    const options = { env: clean_environment(this.environment), cwd: this.cwd, stdio: ['ignore', file, file] };
    this.exit = undefined;
    this.expected = false;
    this.child = spawn('setpriv', words, options);
    closeSync(file);
    this.ended = new Promise((resolve) => {
      const over = (code, signal) => {
        this.exit = { code, signal };
        if (!this.expected) this.crashed ||= `${this.name} ended by itself: ${signal ?? code}\n${this.last_words()}`;
        resolve(this.exit);
      };
      this.child.on('exit', over);
      this.child.on('error', (error) => over(-1, error.message));
    });
  }

  /** Sends the signal and waits for the end: {code, signal}. */
  async kill(signal = 'SIGKILL', patience = 15_000) {
    if (!this.running) return this.exit;
    this.expected = true;
    this.child.kill(signal);
    return within(patience, this.ended, `the end of ${this.name} after ${signal}`);
  }

  /** A signal after which it goes on: SIGSTOP, SIGCONT. */
  signal(name) {
    this.child.kill(name);
  }

  last_words(lines = 15) {
    try {
      return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } catch {
      return '';
    }
  }
}
