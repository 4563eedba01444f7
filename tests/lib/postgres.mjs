// Owns the PostgreSQL of a test: a database of its own on the server that VERBUND_TEST_POSTGRES names, or on a private one.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Child, run_program } from './process.mjs';
import { postgres_program } from './places.mjs';
import { new_word } from './ids.mjs';
import { until } from './wait.mjs';

const root_user = process.getuid() === 0;
const as_postgres = ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--'];
const [first, ...others] = root_user ? as_postgres : [];

/** The owner makes the roles of the services; on a shared server another owner may have made them already. */
const make_owner = `
  select pg_advisory_lock(7365);
  do $$ begin
    if not exists (select from pg_roles where rolname = 'verbund_owner') then
      create role verbund_owner login createrole;
    end if;
  end $$;
  do $$ declare r text; begin
    for r in select rolname from pg_roles where rolname in ('verbund_members', 'verbund_chat', 'verbund_notify', 'verbund_reader') loop
      execute format('grant %I to verbund_owner with admin option', r);
    end loop;
  end $$;
  select pg_advisory_unlock(7365);`;

/** "host=/x user=y" as {host: '/x', user: 'y'}. */
function parse_conninfo(text) {
  return Object.fromEntries([...text.matchAll(/(\w+)\s*=\s*(?:'([^']*)'|(\S+))/g)].map(([, key, a, b]) => [key, a ?? b]));
}

export class Postgres {
  /** `own`: on a private server in any case, with these settings over the usual ones; who stops it stops only her own. */
  static async start(folder, own) {
    const self = new Postgres();
    const given = process.env.VERBUND_TEST_POSTGRES;
    if (given && !own) Object.assign(self, { server: parse_conninfo(given) });
    else await self.#start_private(folder, own);
    self.name = new_word('verbund_test_');
    await self.#ask('postgres', make_owner);
    await self.#ask('postgres', `create database ${self.name} owner verbund_owner`);
    return self;
  }

  get host() {
    return this.server.host;
  }

  get port() {
    return Number(this.server.port ?? 5432);
  }

  async #start_private(folder, own = {}) {
    const home = join(folder, 'postgres');
    mkdirSync(home, { mode: 0o700 });
    if (root_user) await run_program('chown', ['postgres:', home]);
    const prefix = root_user ? [first, ...others] : [];
    const [program, ...words] = [...prefix, postgres_program('initdb'), '-D', `${home}/data`, '-U', 'postgres'];
    await run_program(program, [...words, '--encoding=UTF8', '--locale=C.UTF-8', '--auth=trust', '--no-sync'], { cwd: '/' });
    const settings = ['listen_addresses=', `unix_socket_directories=${home}`, 'fsync=off', 'max_connections=100', ...Object.entries(own).map(([key, value]) => `${key}=${value}`)];
    // setpriv once more as the last: changing the user takes the death signal away.
    const command = [...prefix, 'setpriv', '--pdeathsig', 'INT', '--', postgres_program('postgres'), '-D', `${home}/data`];
    const options = { log: join(folder, 'postgres.log'), cwd: '/' };
    this.child = new Child('postgres', [...command, ...settings.flatMap((each) => ['-c', each])], options);
    this.child.start();
    this.server = { host: home, user: 'postgres' };
    await this.answers();
  }

  /** Until it answers, also after it was started again. */
  async answers() {
    const home = this.host;
    await until(() => existsSync(`${home}/.s.PGSQL.5432`) && this.#ask('postgres', 'select 1'), { within: 30_000, what: 'PostgreSQL' });
  }

  /** Statements asked as superuser: the rows' columns separated by | as text. */
  async #ask(database, statements) {
    const target = `host=${this.host} port=${this.port} user=${this.server.user ?? 'postgres'} dbname=${database}`;
    return (await run_program(postgres_program('psql'), ['-qAtX', '-v', 'ON_ERROR_STOP=1', '-d', target], { input: statements })).trimEnd();
  }

  sql(statements) {
    return this.#ask(this.name, statements);
  }

  /** One statement's rows as objects. */
  async rows(statement) {
    const text = await this.sql(`select coalesce(json_agg(r), '[]') from (${statement}) r`);
    return JSON.parse(text);
  }

  async stop() {
    if (this.child) return this.child.kill('SIGINT');
    if (this.name) await this.#ask('postgres', `drop database if exists ${this.name} with (force)`);
  }
}
