// Notes every row that any service writes, by statement triggers on every table of every schema.

/** What may be written whoever asks for whatever, and why; nothing else may. */
export const beside_the_point = [
  { table: 'notify.cursors', why: 'how far notify has read what others did, also when it concerns nobody' },
  { table: 'members.sessions', columns: ['last_seen_at'], why: 'the idle clock of a session that was used' },
  { table: 'members.sign_in_attempts', why: 'attempts to sign in are counted, that is their purpose' },
];

const excluded = (columns) => `array[${columns.map((each) => `'${each}'`).join(', ')}]::text[]`;

/** Columns that do not count, by table; a table without columns does not count at all. */
const uncounted = beside_the_point.filter((each) => each.columns).map((each) => `when '${each.table}' then ${excluded(each.columns)}`);
const unwatched = beside_the_point.filter((each) => !each.columns).map((each) => `'${each.table}'`);

const set_up = `
  create schema audit;
  create table audit.writes (id bigint generated always as identity, at timestamptz default clock_timestamp(), what text, row jsonb);
  create function audit.note() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
  declare
    place text := tg_table_schema || '.' || tg_table_name;
    uncounted text[] := case place ${uncounted.join(' ')} else '{}' end;
  begin
    if tg_op = 'UPDATE' then
      insert into audit.writes (what, row)
      select tg_op || ' ' || place, row from (
        select to_jsonb(n) - uncounted as row from new_rows n except all select to_jsonb(o) - uncounted from old_rows o) changed limit 20;
    elsif tg_op = 'INSERT' then
      insert into audit.writes (what, row) select tg_op || ' ' || place, to_jsonb(n) from new_rows n limit 20;
    else
      insert into audit.writes (what, row) select tg_op || ' ' || place, to_jsonb(o) from old_rows o limit 20;
    end if;
    return null;
  end $$;
  do $$ declare t record; begin
    for t in select schemaname || '.' || tablename as place from pg_tables
             where schemaname not in ('pg_catalog', 'information_schema', 'audit')
               and schemaname || '.' || tablename not in (${unwatched.join(', ')}) loop
      execute format('create trigger audit_insert after insert on %s referencing new table as new_rows for each statement execute function audit.note()', t.place);
      execute format('create trigger audit_update after update on %s referencing new table as new_rows old table as old_rows for each statement execute function audit.note()', t.place);
      execute format('create trigger audit_delete after delete on %s referencing old table as old_rows for each statement execute function audit.note()', t.place);
    end loop;
  end $$;`;

export class Audit {
  constructor(stack) {
    this.stack = stack;
  }

  begin() {
    return this.stack.sql(set_up);
  }

  /** What was written since the last time it was asked: "INSERT chat.messages {…}" each. */
  async written() {
    const rows = await this.stack.sql(`with gone as (delete from audit.writes returning id, what, row) select what || ' ' || row from gone order by id`);
    return rows === '' ? [] : rows.split('\n');
  }
}

/** Plants a defect: columns of the one view of rights become other expressions. Returns how to take it back. */
export async function spoil_rights(stack, columns, before = '') {
  const [{ definition }] = await stack.rows(`select pg_get_viewdef('members_api.rights') as definition`);
  const names = await stack.rows(`select column_name as name from information_schema.columns
    where table_schema = 'members_api' and table_name = 'rights' order by ordinal_position`);
  const view = (text) => `create or replace view members_api.rights as ${text}`;
  const list = names.map(({ name }) => (columns[name] ? `(${columns[name]}) as ${name}` : name)).join(', ');
  await stack.sql(`${before} ${view(`select ${list} from (${definition.replace(/;\s*$/, '')}) r`)}`);
  return () => stack.sql(view(definition));
}
