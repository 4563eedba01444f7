// The Verbund of one run: two gateways and two replicas of every service, failing networks between all parts, people, channels.
import { join } from 'node:path';
import { Member } from '../lib/client.mjs';
import { open_channel, password } from '../lib/demo.mjs';
import { new_id } from '../lib/ids.mjs';
import { free_port } from '../lib/places.mjs';
import { start_stack } from '../lib/stack.mjs';
import { Network } from './nemesis/network.mjs';

/** Small, so that connections can be used up and deadlocks show at once. */
const postgres = { max_connections: 60, deadlock_timeout: '50ms', log_lock_waits: 'off' };

/** What a gateway may keep for one that does not read. */
export const most_kept = 262_144;

export class World {
  /** `settings` go over those of the stack; `people` is how many members there are, `channels` how many in each space. */
  static async start({ people, channels, settings = {} }) {
    const self = new World();
    self.networks = new Map();
    const own = { ...settings, gateway: { outbox_bytes: most_kept, ...settings.gateway } };
    self.stack = await start_stack({ gateways: 2, replicas: 2, postgres, settings: own, network: (stack) => self.#network(stack) });
    try {
      await self.#people(people);
      await self.#channels(channels);
      return self;
    } catch (error) {
      await self.stop().catch(() => undefined);
      throw error;
    }
  }

  /** What members, gateways and services meet instead of each other. */
  async #network(stack) {
    this.ports = [];
    for (const [i, target] of stack.ports.entries()) {
      const port = await free_port();
      this.ports.push(port);
      this.networks.set(`gateway${i}`, await Network.start(port, target));
    }
    const links = {};
    for (const service of stack.services) {
      links[service] = [];
      for (const replica of stack.replicas_of(service)) {
        const path = join(stack.folder, `to-${replica}.sock`);
        this.networks.set(replica, await Network.start(path, stack.socket_of(replica)));
        links[service].push(`unix:${path}`);
      }
    }
    const name = `.s.PGSQL.${stack.postgres.port}`;
    this.networks.set('postgres', await Network.start(join(stack.folder, name), join(stack.postgres.host, name)));
    const origins = [...stack.ports, ...this.ports].map((port) => `http://localhost:${port}`);
    return {
      gateway: { web_root: join(stack.folder, 'page'), public_origins: origins },
      links,
      postgres: { host: stack.folder, port: stack.postgres.port, database: stack.postgres.name, connections: 4 },
    };
  }

  /** Where members believe the gateways to be. */
  url(gateway) {
    return `http://localhost:${this.ports[gateway]}`;
  }

  async #people(count) {
    const { stack } = this;
    const { group, hidden } = stack.place.spaces;
    const ids = Array.from({ length: count }, () => new_id());
    const names = ids.map((_, i) => `p${i}`);
    await stack.sql(ids.map((id, i) => `
      insert into members.members (id, email, name, plate, guest, password_hash)
        select '${id}', '${names[i]}@example.org', 'Person ${i}', 'GR', false, password_hash from members.members where id = '${stack.place.ids.anna}';
      insert into members.memberships (space, member, role) values ('${stack.place.spaces.association}', '${id}', 'member'), ('${group}', '${id}', 'member'), ('${hidden}', '${id}', 'member');`).join('\n'));
    this.people = [];
    for (const [i, id] of ids.entries()) {
      // Signs in past the networks, goes through them afterwards.
      const member = await new Member(stack, { email: `${names[i]}@example.org`, password, id }).sign_in(i % 2);
      member.stack = this;
      this.people.push(member);
    }
  }

  async #channels(count) {
    const { stack } = this;
    const { group, hidden } = stack.place.spaces;
    const clara = await new Member(stack, { email: 'clara@example.org', password }).sign_in();
    const vera = await new Member(stack, { email: 'vera@example.org', password }).sign_in();
    this.channels = [];
    for (let i = 0; i < count; i++) {
      this.channels.push({ ...(await open_channel(clara, group, `Offen ${i}`)), closed: false });
      this.channels.push({ ...(await open_channel(vera, hidden, `Kreis ${i}`)), closed: true });
    }
    this.hidden = hidden;
    /** Who leads the closed space. */
    this.vera = vera;
    vera.stack = this;
  }

  async stop() {
    await Promise.allSettled([...this.networks.values()].map((each) => each.stop()));
    await this.stack?.stop();
  }
}
