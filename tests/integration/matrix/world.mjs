// The world of the matrix: one space for each kind of object, one person for each role and membership, canaries in every text.
import { new_id } from '../../lib/ids.mjs';
import { each_limited, until } from '../../lib/wait.mjs';
import { combinations } from './axes.mjs';
import { account_rows, canary, fate_rows, membership_rows, Person, session_rows, space_rows } from './people.mjs';

/** How each kind of object is made. What is deleted are messages; their space and channel are there for all members. */
const kinds = {
  public: { readers: 'public', joins: 'free' },
  'all members': { readers: 'members', joins: 'free' },
  'group only': { readers: 'group', joins: 'request' },
  'consultation room': { readers: 'consultation', joins: 'invitation' },
  unlisted: { readers: 'group', joins: 'invitation', listed: false },
  archived: { readers: 'members', joins: 'free' },
  deleted: { readers: 'members', joins: 'free' },
  'without coordination': { readers: 'members', joins: 'free' },
};

export class World {
  constructor(stack) {
    this.stack = stack;
    [this.parent, this.elsewhere, this.unknown] = [new_id(), new_id(), new_id()];
    this.spaces = Object.entries(kinds).map(([object, kind]) => ({ object, ...kind, parent: this.parent, space: new_id(), name: `Bereich ${canary()}`, secrets: [], messages: new Map() }));
    this.of = new Map(this.spaces.map((each) => [each.object, each]));
    const pairs = new Map(combinations().possible.map(({ role, membership }) => [`${role}/${membership}`, [role, membership]]));
    this.people = new Map([...pairs].map(([key, pair]) => [key, new Person(stack, ...pair)]));
    // In no cell: whose messages the others find, and a second administrator.
    this.keeper = new Person(stack, 'member', 'member');
    this.deputy = new Person(stack, 'administrator', 'none');
  }

  async build() {
    const { stack, spaces, keeper } = this;
    this.association = (await stack.admin('create-association', '--name', 'Testverein', '--plate', 'TV')).split('\n')[0];
    const ids = spaces.map((each) => each.space);
    const everybody = [...this.people.values(), keeper, this.deputy];
    // One in each space alone, and of no association: whoever sees her name reads that space.
    for (const each of spaces) each.witness = new Person(stack, 'guest', 'member');
    const closed = { parent: this.association, readers: 'group', joins: 'invitation', listed: false };
    await stack.sql([
      space_rows([{ ...closed, space: this.parent, name: 'Oberhalb' }, { ...closed, space: this.elsewhere, name: 'Anderswo' }, ...spaces]),
      account_rows(this, [...everybody, ...spaces.map((each) => each.witness)]),
      membership_rows(ids, everybody),
      ...spaces.map((each) => membership_rows([each.space], [each.witness])),
      session_rows(everybody),
    ].join('\n'));
    await this.#talk();
    await this.#mention_everybody();
    await stack.sql([
      fate_rows(ids, everybody, keeper),
      // With these it would have a coordination; whose account is suspended is none.
      `delete from members.memberships where space = '${this.of.get('without coordination').space}' and member in ('${this.people.get('coordinator/member').id}', '${this.people.get('coordinator/muted').id}');`,
      `update members.spaces set archived_at = now() where id = '${this.of.get('archived').space}';`,
      ...(await this.#subjects()),
    ].join('\n'));
    for (const each of spaces) each.secrets.push(each.space, each.channel, each.name, each.witness.id, each.witness.name);
    const nobody = { id: this.unknown, name: this.unknown };
    const subjects = { inside: nobody, applicant: nobody, invited: nobody, outsider: nobody };
    this.of.set('not existing', { object: 'not existing', space: new_id(), channel: new_id(), witness: nobody, messages: new Map(), secrets: [], subjects });
    return this;
  }

  /** Channels and messages, by the members' own hands, while all who ever were inside still are. */
  async #talk() {
    const opener = this.people.get('coordinator/left');
    await each_limited(this.spaces, 4, async (each) => {
      const [name, purpose] = [`Kanal ${canary()}`, `Zweck ${canary()}`];
      each.channel = (await opener.rpc('chat.create_channel', { id: new_id(), space: each.space, name, purpose })).id;
      each.secrets.push(name, purpose);
    });
    const writers = [this.keeper, ...[...this.people.values()].filter((each) => each.role === 'author')];
    const jobs = this.spaces.flatMap((each) => writers.map((writer) => [each, writer]));
    await each_limited(jobs, 8, async ([each, writer]) => each.messages.set(writer, await this.#write(each, writer)));
  }

  /** Everybody is mentioned everywhere while she still reads it there: at most fifty are mentioned by one message. */
  async #mention_everybody() {
    const everybody = [...this.people.values()].filter((each) => each.role !== 'anonymous');
    for (let at = 0; at < everybody.length; at += 40) {
      const body = everybody.slice(at, at + 40).map((each) => `[@Name](member:${each.id})`).join(' ');
      await Promise.all(this.spaces.map(({ channel }) => this.keeper.rpc('chat.send_message', { id: new_id(), channel, body })));
    }
  }

  /** Until notify has read all that members and chat have told, and done what follows: the ids of everybody's items, by space. */
  async settle() {
    const behind = `select (select count(*) from chat_api.outbox o, notify.cursors c where c.source = 'chat' and (o.xid, o.id) > (c.xid, c.id))
      + (select count(*) from members.revocations r, notify.cursors c where c.source = 'members' and r.position > c.id)`;
    await until(async () => (await this.stack.sql(behind)) === '0', { within: 60_000, every: 100, what: 'notify, up to date' });
    const items = await this.stack.rows('select id, member, space from notify.inbox_items');
    for (const each of this.spaces) each.items = new Map(items.filter((item) => item.space === each.space).map((item) => [item.member, item.id]));
  }

  /** Two messages of somebody: one to edit, one to take back. */
  async #write(each, writer) {
    const written = [];
    for (let i = 0; i < 2; i++) {
      const body = `Text ${canary()}`;
      let message = await writer.rpc('chat.send_message', { id: new_id(), channel: each.channel, body });
      each.secrets.push(body, message.id);
      if (each.object === 'deleted') {
        message = await writer.rpc('chat.delete_message', { id: message.id, channel: each.channel });
        each.gone = [...(each.gone ?? []), body];
      }
      written.push(message);
    }
    return written;
  }

  /** Whom others decide about, one of each standing in each space; SQL. */
  async #subjects() {
    return this.spaces.flatMap((each) => {
      each.subjects = Object.fromEntries(['inside', 'applicant', 'invited', 'outsider'].map((standing) => [standing, this.new_subject()]));
      return Object.entries(each.subjects).map(([standing, person]) => this.subject_rows(each.space, standing, person));
    });
  }

  new_subject() {
    return new Person(this.stack, 'member', 'none');
  }

  subject_rows(space, standing, person) {
    const standings = {
      inside: membership_rows([space], [Object.assign(person, { membership: 'member' })]),
      applicant: `insert into members.applications (space, member, note) values ('${space}', '${person.id}', 'Bitte ${canary()}');`,
      invited: fate_rows([space], [Object.assign(person.twin(), { membership: 'invited' })], this.keeper),
      outsider: '',
      suspended: `update members.members set status = 'suspended', suspension_ends_at = now() + interval '72 hours' where id = '${person.id}';
        insert into members.suspensions (member, suspended_by, reason, ends_at) values ('${person.id}', '${this.deputy.id}', 'Grund ${canary()}', now() + interval '72 hours');`,
    };
    return `${account_rows(this, [person])}\n${standings[standing]}`;
  }

  /** A space like that of an object, made for one cell; SQL. */
  space_like(object) {
    const target = { ...this.of.get(object), space: new_id(), name: `Bereich ${canary()}` };
    return { target, rows: space_rows([{ ...target, archived: object === 'archived' }]) };
  }

  /** Others who are what the actors of cells are, each in one space: [[person, space], …]; SQL. */
  double_rows(doubles) {
    const people = doubles.map(([person]) => person);
    const by_space = new Map(doubles.map(([, space]) => [space, []]));
    for (const [person, space] of doubles) by_space.get(space).push(person);
    const in_spaces = [...by_space].flatMap(([space, some]) => [membership_rows([space], some), fate_rows([space], some, this.keeper)]);
    return [account_rows(this, people), ...in_spaces, session_rows(people)].join('\n');
  }

  /** Who is in a cell. */
  actor({ role, membership }) {
    return this.people.get(`${role}/${membership}`);
  }

  /** The message of a cell: the author's own, the keeper's for everybody else. */
  message({ object, role, membership }, which) {
    const { messages } = this.of.get(object);
    const [edited, taken_back] = messages.get(role === 'author' ? this.actor({ role, membership }) : this.keeper) ?? [];
    return (which === 'edit' ? edited : taken_back) ?? { id: this.unknown, position: 1 };
  }
}
