// Mentions and inboxes, as tests write and watch them.
import { strict as assert } from 'node:assert';
import { View } from './history.mjs';
import { until } from './wait.mjs';

/** The Markdown that mentions these members. */
export const mention = (...members) => members.map((each) => `[@${each.email}](member:${each.id})`).join(' ');

export const inbox = async (member) => (await member.rpc('notify.inbox', { limit: 200 })).items;

/** Until somebody has an item for this message: the item. */
export const arrived = (member, { id }) =>
  until(async () => (await inbox(member)).find((each) => each.message === id), { within: 8_000, what: 'an item' });

/** Rows of inboxes as they are stored. */
export const stored = (stack, where = 'true') =>
  stack.rows(`select id, member, number, source, channel, space, author, seen_at from notify.inbox_items where ${where} order by member, number`);

/** A member's inbox as a client holds it: the newest items and whatever happened since. */
export class Watched {
  static async begin(member, gateway = 0) {
    const self = Object.assign(new Watched(), { view: new View(), socket: await member.connect(gateway) });
    const stream = `inbox:${member.id}`;
    self.socket.watch(({ method, params }) => method === 'live.changed' && params.stream === stream && self.view.put(params));
    self.view.load(await self.socket.subscribe(stream));
    return self;
  }

  item(id) {
    return this.view.objects.get(id)?.object;
  }

  shows(id) {
    return until(() => this.item(id), { what: 'the item' });
  }

  loses(id) {
    return until(() => !this.item(id), { what: 'the item to go' });
  }
}

/** Rows, positions and numbers fit together, for every member. */
export async function check_books(stack) {
  const [{ doubles }] = await stack.rows('select count(*) - count(distinct (member, kind, source)) as doubles from notify.inbox_items');
  assert.equal(doubles, 0);
  const odd = await stack.rows(`select st.id from notify.streams st where position < (select coalesce(max(position), 0) from notify.changes where stream_id = st.id)
    or number < (select coalesce(max(number), 0) from notify.inbox_items where member = st.id)
    or exists (select from notify.inbox_items i left join notify.changes c on c.stream_id = st.id and c.object_id = i.id and not c.gone where i.member = st.id and c.object_id is null)
    or exists (select from notify.changes c left join notify.inbox_items i on i.id = c.object_id where c.stream_id = st.id and c.gone <> (i.id is null))`);
  assert.deepEqual(odd, []);
}
