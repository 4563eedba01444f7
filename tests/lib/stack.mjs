// Owns a complete private Verbund for one test file: database, Redis, members, chat, gateways; torn down whatever happens.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { Child, run_program } from './process.mjs';
import { free_port, page, program_folder, root, temporary_folder } from './places.mjs';
import { Postgres } from './postgres.mjs';
import { abilities, settings_file } from './programs.mjs';
import { Redis } from './redis.mjs';
import { fill } from './demo.mjs';
import { http_request } from './http.mjs';
import { SchoolProxy } from './school_proxy.mjs';
import { until } from './wait.mjs';

const plenty = 1_000_000;

/** Limits that tests do not meet unless they want to, and a cheap password hash. */
const usual_settings = {
  gateway: {
    threads: 2,
    connections_per_address: plenty,
    requests_per_second: plenty,
    request_burst: plenty,
    anonymous_requests_per_second: plenty,
    anonymous_request_burst: plenty,
    drain_seconds: 1,
  },
  limits: { sign_in_attempts: plenty, sign_in_attempts_net: plenty, password_memory_mib: 8, password_threads: 2 },
};

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, async () => {
    await Promise.allSettled([...running].map((stack) => stack.stop()));
    process.exit(130);
  });

/** Through what the pages of this run come: 'straight', or 'school' for the proxy of school_proxy.mjs. */
export const page_network = process.env.VERBUND_TEST_NETWORK ?? 'straight';

/**
 * Starts everything. Options: gateways (1), replicas of every service (1; the second is called chat1, members1, …),
 * settings {section: {key: value}} over the usual ones, demo 'small' (who and where: demo.mjs), 'full' (infra/demo, as
 * infra/run loads it) or 'none', release: the folder of an earlier release's programs (releases.mjs) to start with,
 * postgres {setting: value} for a server of its own that may be stopped, network: called with the stack before settings
 * are written, for what stands between its parts: answers settings.
 */
export async function start_stack(options = {}) {
  const stack = new Stack(options);
  running.add(stack);
  try {
    await stack.start();
    return stack;
  } catch (error) {
    await stack.stop().catch(() => undefined);
    throw error;
  }
}

export class Stack {
  constructor({ gateways = 1, replicas = 1, settings = {}, demo = 'small', release, postgres, network }) {
    this.folder = temporary_folder();
    this.wanted = { gateways, replicas, settings, demo, postgres, network };
    this.folder_of_programs = release ?? program_folder();
    this.services = abilities(program_folder()).services;
    this.configs = new Map();
    this.children = new Map();
    this.ports = [];
  }

  async start() {
    this.redis = new Redis(this.folder);
    this.children.set('redis', this.redis.child);
    const redis = this.redis.start();
    for (let i = 0; i < this.wanted.gateways; i++) this.ports.push(await free_port());
    this.page_port = page_network === 'school' ? await free_port() : this.ports[0];
    this.postgres = await Postgres.start(this.folder, this.wanted.postgres);
    if (this.postgres.child) this.children.set('postgres', this.postgres.child);
    this.#write_settings(await this.wanted.network?.(this));
    await this.admin('migrate');
    await redis;
    for (const service of abilities(this.folder_of_programs).services) this.#add_service(service, this.folder_of_programs);
    this.ports.forEach((port, i) => this.#add(`gateway${i}`, 'verbund-gateway', { VERBUND_GATEWAY_LISTEN: `127.0.0.1:${port}` }));
    if (this.wanted.demo === 'small') this.place = await fill(this);
    if (this.wanted.demo === 'full') await this.#load_full_demo();
    await this.ready();
    if (page_network === 'school') this.proxy = await SchoolProxy.start(this.page_port, this.ports[0]);
  }

  /** Their names: the first is called like the service. */
  replicas_of(service) {
    return Array.from({ length: this.wanted.replicas }, (_, i) => (i ? `${service}${i}` : service));
  }

  /** The path of the socket on which a service listens. */
  socket_of(name) {
    return join(this.folder, `${name}.sock`);
  }

  #write_settings(between = {}) {
    // A copy: who builds the client meanwhile shall not pull the page away from under a gateway that starts again.
    const copy = join(this.folder, 'page');
    if (existsSync(join(page, 'index.html'))) cpSync(page, copy, { recursive: true });
    else {
      mkdirSync(copy);
      writeFileSync(join(copy, 'index.html'), '<!doctype html><title>The web client is not built</title>\n');
    }
    const own = {
      gateway: { web_root: copy, public_origins: [...new Set([...this.ports, this.page_port])].map((port) => `http://localhost:${port}`) },
      links: Object.fromEntries(this.services.map((service) => [service, this.replicas_of(service).map((name) => `unix:${this.socket_of(name)}`)])),
      postgres: { host: this.postgres.host, port: this.postgres.port, database: this.postgres.name, connections: 4 },
      redis: { address: `unix:${this.redis.socket}` },
    };
    const all = {};
    for (const part of [usual_settings, own, between, this.wanted.settings])
      for (const [section, keys] of Object.entries(part)) all[section] = { ...all[section], ...keys };
    this.settings = all;
  }

  /** The configuration as these programs know it: an earlier release refuses keys that came later. */
  #config(folder) {
    let file = this.configs.get(folder);
    if (file) return file;
    file = join(this.folder, `verbund${this.configs.size || ''}.toml`);
    writeFileSync(file, settings_file(this.settings, folder));
    this.configs.set(folder, file);
    return file;
  }

  #command(program_name, folder) {
    return [join(folder, program_name), '--config', this.#config(folder)];
  }

  #add_service(service, folder) {
    for (const name of this.replicas_of(service))
      this.#add(name, 'verbund-service', { VERBUND_SERVICE_HOST: service, VERBUND_SERVICE_LISTEN: `unix:${this.socket_of(name)}` }, folder);
  }

  /** After a start with an earlier release: the services that it did not have. */
  start_new_services() {
    const new_ones = this.services.filter((service) => !this.children.has(service));
    for (const service of new_ones) this.#add_service(service, program_folder());
  }

  /** From its next start on the process is the program of this folder, or the present one. */
  exchange(name, folder = program_folder()) {
    const child = this.children.get(name);
    child.command = this.#command(child.command[0].split('/').at(-1), folder);
  }

  #add(name, program_name, environment, folder = this.folder_of_programs) {
    const command = this.#command(program_name, folder);
    const operations = { VERBUND_OPERATIONS_LISTEN: `unix:${this.operations_socket(name)}` };
    const child = new Child(name, command, { log: join(this.folder, `${name}.log`), environment: { ...environment, ...operations } });
    this.children.set(name, child);
    child.start();
  }

  async #load_full_demo() {
    const file = join(this.folder, 'demo-accounts.json');
    await this.admin('load-demo', '--directory', join(root, 'infra/demo'), '--accounts', file);
    this.accounts_file = file;
  }

  /** verbund-admin with this stack's settings: what it printed. */
  admin(...words) {
    return this.admin_of(this.folder_of_programs, ...words);
  }

  /** The same, of the programs in a folder. */
  admin_of(folder, ...words) {
    const [program, ...options] = this.#command('verbund-admin', folder);
    return run_program(program, [...options, ...words], { cwd: root });
  }

  sql(statements) {
    return this.postgres.sql(statements);
  }

  rows(statement) {
    return this.postgres.rows(statement);
  }

  url(gateway = 0) {
    return `http://localhost:${this.ports[gateway]}`;
  }

  /** Where pages are opened: the first gateway, or the proxy before it. */
  page_url() {
    return `http://localhost:${this.page_port}`;
  }

  /** Until every gateway says that it is ready. */
  async ready() {
    for (let i = 0; i < this.ports.length; i++)
      await until(
        async () => {
          const { status, text } = await http_request(this.ports[i], { path: '/readyz', keep: false });
          if (status !== 200) throw new Error(text);
          return true;
        },
        { within: 20_000, what: `gateway${i}, ready` },
      );
  }

  kill(name, signal = 'SIGKILL') {
    return this.children.get(name).kill(signal);
  }

  /** Starts again what was killed. */
  revive(name) {
    this.children.get(name).start();
  }

  async restart(name, signal = 'SIGKILL') {
    await this.kill(name, signal);
    this.revive(name);
  }

  stop_redis() {
    return this.redis.stop();
  }

  start_redis() {
    return this.redis.start();
  }

  flush_redis() {
    return this.redis.command('FLUSHALL');
  }

  operations_socket(name) {
    return join(this.folder, `${name}-operations.sock`);
  }

  /** A page for the operator: /metrics, /healthz or /readyz of a process, as {status, type, text}. */
  operations(name, path) {
    return new Promise((resolve, reject) => {
      const socket = createConnection(this.operations_socket(name));
      let text = '';
      socket.setEncoding('utf8');
      socket.on('error', reject);
      socket.on('data', (part) => (text += part));
      socket.on('end', () => {
        const [head, ...rest] = text.split('\r\n\r\n');
        resolve({ status: Number(head.slice(9, 12)), type: /content-type: ([^\r]*)/i.exec(head)?.[1], text: rest.join('\r\n\r\n') });
      });
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    });
  }

  /** The sum of a metric over its labels. */
  async metric(process_name, metric_name) {
    const { text } = await this.operations(process_name, '/metrics');
    const lines = text.split('\n').filter((line) => line.startsWith(`${metric_name} `) || line.startsWith(`${metric_name}{`));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  /** What ended by itself, with the end of its log; nothing when all is well. */
  get crashes() {
    return [...this.children.values()].map((child) => child.crashed).filter(Boolean);
  }

  /** Stops everything in order; a process that crashed, or that does not end well when asked to, is an error. */
  async stop() {
    if (!running.delete(this)) return;
    const problems = [];
    await this.proxy?.stop();
    const names = [...this.children.keys()].reverse().filter((name) => !['redis', 'postgres'].includes(name));
    for (const group of [names.filter((name) => name.startsWith('gateway')), names.filter((name) => !name.startsWith('gateway'))])
      await Promise.all(group.map((name) => this.#end(name, problems)));
    await this.redis?.child.kill('SIGKILL');
    await this.postgres?.stop().catch((error) => problems.push(error.message));
    problems.push(...this.crashes);
    this.#keep_logs();
    rmSync(this.folder, { recursive: true, force: true });
    if (problems.length) throw new Error(problems.join('\n'));
  }

  async #end(name, problems) {
    const child = this.children.get(name);
    if (!child.running) return;
    const end = await child.kill('SIGTERM').catch(async (error) => {
      problems.push(error.message);
      await child.kill('SIGKILL').catch(() => undefined);
    });
    if (end && end.code !== 0) problems.push(`${name} ended with ${end.signal ?? end.code} after SIGTERM\n${child.last_words()}`);
  }

  #keep_logs() {
    const target = process.env.VERBUND_TEST_LOGS;
    if (!target || !existsSync(this.folder)) return;
    for (const file of readdirSync(this.folder).filter((each) => each.endsWith('.log')))
      cpSync(join(this.folder, file), join(target, `${this.postgres?.name ?? 'unknown'}-${file}`));
  }
}
