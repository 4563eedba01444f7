// Reads what is really there, by SQL, once everything has come to rest, and writes it into the history.
import { readdirSync } from 'node:fs';
import { brief, text_mark } from './record.mjs';

const time = (column) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Messages as the wire shows them; the position comes from the log of changes. */
const messages = `
  select m.channel as stream, ch.position, m.id, m.author,
    json_strip_nulls(json_build_object('id', m.id, 'channel', m.channel, 'number', m.number, 'position', ch.position, 'author', m.author,
      'body', m.body, 'reply_to', m.reply_to, 'sent_at', ${time('m.sent_at')}, 'edited_at', ${time('m.edited_at')}, 'deleted_at', ${time('m.deleted_at')})) as object
  from chat.messages m left join chat.changes ch on ch.stream = m.channel and ch.object_id = m.id
  order by m.channel, m.number`;

export async function tell_truth(stack, history) {
  const note = (key, value) => history.note('truth', null, 'ok', 'truth', key, value);
  const streams = await stack.rows('select id, kind, position, number from chat.streams');
  const found = await stack.rows(messages);
  const marks = await stack.rows('select r.member, r.channel, r.number from chat.read_marks r');
  const changes = await stack.rows("select c.stream, c.object_id as id, c.position from chat.changes c where c.type = 'read_mark'");
  const present = await stack.rows('select space, member from members.memberships');
  for (const { id, kind, position, number } of streams) {
    const value = { position, number };
    if (kind === 'channel')
      value.objects = found.filter((each) => each.stream === id).map((each) => ({
        ...brief({ type: 'message', id: each.id, position: each.position, object: each.object }),
        author: each.author, deleted: each.object.deleted_at !== undefined, text: text_mark(each.object.body),
      }));
    if (kind === 'member') {
      value.marks = marks.filter((each) => each.member === id).map(({ channel, number: read }) => [channel, read]);
      value.changes = changes.filter((each) => each.stream === id).map((each) => [each.id, each.position]);
    }
    note(`${kind}:${id}`, value);
  }
  for (const { id, kind, position, number } of await stack.rows('select id, kind, position, number from members.streams')) {
    const own = await stack.rows(`select object_id as id, position, gone from members.changes where stream_kind = '${kind}' and stream_id = '${id}'`);
    const [gone, here] = [own.filter((each) => each.gone), own.filter((each) => !each.gone)];
    note(`${kind}:${id}`, { position, number, changes: here.map((each) => [each.id, each.position]), gone: gone.map((each) => each.position) });
  }
  note('memberships', { list: present.map(({ space, member }) => [space, member]) });
}

const usual_file = /\.(log|sock|toml)$|^(page|postgres|password|redis-server|\.s\.PGSQL\.\d+)$/;

/** What must not be left when nothing is asked any more. */
export async function tell_rest(stack, history, { requests, waiting }) {
  const idle = await stack.rows("select count(*)::int as count from pg_stat_activity where state like 'idle in transaction%' and state_change < now() - interval '1 second' and datname = current_database()");
  const prepared = await stack.rows('select count(*)::int as count from pg_prepared_xacts');
  const files = readdirSync(stack.folder).filter((each) => !usual_file.test(each));
  history.note('truth', null, 'ok', 'rest', 'rest', { requests, waiting, temporary_files: files.length, idle_in_transaction: idle[0].count, prepared: prepared[0].count });
}
