-- What people watch of members: who is in a space, who wants to join it, and what a member's own account is. Row triggers note
-- every change, so that no statement and no operator's tool can forget one; at the end of the transaction all that was noted
-- is settled at once: streams in one order, then the log of revocations, whose one lock stays the last one taken. What the
-- log's own triggers note then concerns the log alone.

create table members.streams (
  kind text not null check (kind in ('roster', 'applications', 'account')),
  id uuid not null,
  position bigint not null default 0,
  number bigint not null default 0,
  forgotten bigint not null default 0,
  primary key (kind, id)
) with (fillfactor = 70);
comment on table members.streams is 'roster and applications: the id is the space''s; account: the member''s';

create table members.changes (
  stream_kind text not null,
  stream_id uuid not null,
  object_id uuid not null,
  type text not null check (type in ('membership', 'application', 'place', 'own_session')),
  position bigint not null,
  gone boolean not null default false,
  changed_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  primary key (stream_kind, stream_id, object_id),
  unique (stream_kind, stream_id, position),
  foreign key (stream_kind, stream_id) references members.streams
);
create index on members.changes (xid);
create index changes_gone on members.changes (changed_at) where gone;

alter table members.revocations add column stream text;
comment on column members.revocations.stream is 'of a space: only who watches its stream of this kind is concerned; null: everybody';

-- Lives no longer than its transaction: nothing to recover after a crash.
create unlogged table members.pending (
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  settles boolean not null,
  stream_kind text,
  stream_id uuid,
  object_id uuid,
  type text,
  revocation text,
  session uuid,
  member uuid,
  space uuid,
  stream text,
  primary key (xid, id)
);
comment on column members.pending.settles is 'the first note of its transaction, or after what was noted was settled';

-- Whether the next note has all of them settled. Remembered beside the table: to look there would cost more with every note,
-- because nothing that a transaction has deleted leaves its indexes before its end.
create function members.first_note() returns boolean language plpgsql as $$
declare
  mine constant text := pg_current_xact_id()::text;
begin
  if current_setting('verbund.noted', true) = mine then
    return false;
  end if;
  perform set_config('verbund.noted', mine, true);
  return true;
end
$$;

create function members.note(stream_kind text, stream_id uuid, type text, object_id uuid) returns void
language sql security definer set search_path = pg_catalog
as $$
  insert into members.pending (settles, stream_kind, stream_id, type, object_id)
  values (members.first_note(), note.stream_kind, note.stream_id, note.type, note.object_id)
$$;

-- The triggers that tell what was taken away stay as they are; what they tell is settled with the rest.
create or replace function members.log_revocation(kind text, session uuid, member uuid, space uuid) returns void
language sql security definer set search_path = pg_catalog
as $$
  insert into members.pending (settles, revocation, session, member, space)
  values (members.first_note(), log_revocation.kind, log_revocation.session, log_revocation.member, log_revocation.space)
$$;

-- Who decides about a space's joins has changed: those who watch its applications are asked again.
create function members.note_coordination(space uuid) returns void
language sql security definer set search_path = pg_catalog
as $$
  insert into members.pending (settles, revocation, space, stream)
  values (members.first_note(), 'space', note_coordination.space, 'applications')
$$;

-- Whether an object is there, seen from where nobody else can change its stream any more.
create function members.is_gone(stream_id uuid, type text, object_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog
as $$
  select case is_gone.type
    when 'membership' then not exists (
      select from members.memberships x where x.space = is_gone.stream_id and x.member = is_gone.object_id)
    when 'application' then not exists (
      select from members.applications x where x.space = is_gone.stream_id and x.member = is_gone.object_id)
    when 'own_session' then not exists (
      select from members.sessions x where x.id = is_gone.object_id and x.ended_at is null)
    else not exists (
             select from members.memberships x where x.space = is_gone.object_id and x.member = is_gone.stream_id)
         and not exists (
             select from members.invitations x where x.space = is_gone.object_id and x.member = is_gone.stream_id)
         and not exists (
             select from members.applications x where x.space = is_gone.object_id and x.member = is_gone.stream_id)
  end
$$;

create function members.settle() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
declare
  mine constant xid8 := pg_current_xact_id();
  told bigint;
begin
  insert into members.streams (kind, id)
  select distinct p.stream_kind, p.stream_id
  from members.pending p where p.xid = mine and p.stream_kind is not null
  order by p.stream_kind, p.stream_id
  on conflict do nothing;
  perform from members.streams s
  where (s.kind, s.id) in (select p.stream_kind, p.stream_id
                           from members.pending p where p.xid = mine and p.stream_kind is not null)
  order by s.kind, s.id for no key update;

  update members.streams s set position = s.position + n.many
  from (select p.stream_kind, p.stream_id, count(distinct p.object_id) as many
        from members.pending p where p.xid = mine and p.stream_kind is not null
        group by p.stream_kind, p.stream_id) n
  where s.kind = n.stream_kind and s.id = n.stream_id;
  -- Where the streams stand is looked up by key: joined with what was just moved, thousands would be compared with thousands.
  insert into members.changes (stream_kind, stream_id, object_id, type, position, gone)
  select o.stream_kind, o.stream_id, o.object_id, o.type, s.position - o.many + o.nth,
         members.is_gone(o.stream_id, o.type, o.object_id)
  from (select p.stream_kind, p.stream_id, p.object_id, min(p.type) as type,
               row_number() over (partition by p.stream_kind, p.stream_id order by min(p.id)) as nth,
               count(*) over (partition by p.stream_kind, p.stream_id) as many
        from members.pending p
        where p.xid = mine and p.stream_kind is not null
        group by p.stream_kind, p.stream_id, p.object_id) o
  join members.streams s on s.kind = o.stream_kind and s.id = o.stream_id
  on conflict (stream_kind, stream_id, object_id) do update
  set type = excluded.type, position = excluded.position, gone = excluded.gone, changed_at = excluded.changed_at,
      xid = excluded.xid;

  select count(distinct (p.revocation, p.session, p.member, p.space, p.stream)) into told
  from members.pending p where p.xid = mine and p.revocation is not null;
  if told > 0 then
    with moved as (
      update members.revocation_position r set position = r.position + told returning r.position - told as stood
    )
    insert into members.revocations (position, kind, session, member, space, stream)
    select moved.stood + row_number() over (order by o.first), o.revocation, o.session, o.member, o.space, o.stream
    from (select p.revocation, p.session, p.member, p.space, p.stream, min(p.id) as first
          from members.pending p
          where p.xid = mine and p.revocation is not null
          group by p.revocation, p.session, p.member, p.space, p.stream) o, moved;
  end if;

  delete from members.pending p where p.xid = mine;
  perform set_config('verbund.noted', '', true);
  return null;
end
$$;
create constraint trigger settle after insert on members.pending
deferrable initially deferred for each row when (new.settles) execute function members.settle();

revoke execute on function members.note, members.note_coordination, members.is_gone, members.settle from public;
grant execute on function members.note, members.note_coordination to verbund_members;

create function members.session_noted() returns trigger language plpgsql as $$
begin
  perform members.note('account', new.member, 'own_session', new.id);
  return null;
end
$$;
create trigger noted after insert on members.sessions for each row execute function members.session_noted();
-- Not when it is only used: that happens every minute.
create trigger noted_again after update on members.sessions for each row
when (old.ended_at is distinct from new.ended_at or old.expires_at <> new.expires_at or old.label <> new.label
      or old.scopes <> new.scopes or old.shared_device <> new.shared_device)
execute function members.session_noted();

create function members.membership_noted() returns trigger language plpgsql as $$
declare
  moved constant boolean := tg_op <> 'UPDATE' or old.space <> new.space or old.member <> new.member;
  listed constant boolean := moved or old.role <> new.role or old.joined_at <> new.joined_at;
  led constant boolean := tg_op <> 'INSERT' and old.role = 'coordination';
  leads constant boolean := tg_op <> 'DELETE' and new.role = 'coordination';
begin
  if tg_op <> 'INSERT' then
    if listed then
      perform members.note('roster', old.space, 'membership', old.member);
    end if;
    perform members.note('account', old.member, 'place', old.space);
    if led and (moved or not leads) then
      perform members.note_coordination(old.space);
    end if;
  end if;
  if tg_op <> 'DELETE' then
    if listed then
      perform members.note('roster', new.space, 'membership', new.member);
    end if;
    perform members.note('account', new.member, 'place', new.space);
    if leads and (moved or not led) then
      perform members.note_coordination(new.space);
    end if;
  end if;
  return null;
end
$$;
create trigger noted after insert or update or delete on members.memberships
for each row execute function members.membership_noted();

create function members.invitation_noted() returns trigger language plpgsql as $$
declare
  it record := case when tg_op = 'DELETE' then old else new end;
begin
  perform members.note('account', it.member, 'place', it.space);
  return null;
end
$$;
create trigger noted after insert or update or delete on members.invitations
for each row execute function members.invitation_noted();

create function members.application_noted() returns trigger language plpgsql as $$
declare
  it record := case when tg_op = 'DELETE' then old else new end;
begin
  perform members.note('applications', it.space, 'application', it.member);
  perform members.note('account', it.member, 'place', it.space);
  return null;
end
$$;
create trigger noted after insert or update or delete on members.applications
for each row execute function members.application_noted();

-- With a coordination that is suspended, has left or is back again, others decide.
create function members.member_noted() returns trigger language plpgsql as $$
begin
  perform members.note_coordination(ms.space)
  from members.memberships ms where ms.member = new.id and ms.role = 'coordination';
  return null;
end
$$;
create trigger noted after update on members.members for each row when (old.status <> new.status)
execute function members.member_noted();

create function members.space_noted() returns trigger language plpgsql as $$
begin
  perform members.note_coordination(new.id);
  return null;
end
$$;
create trigger noted after update on members.spaces for each row when (old.parent is distinct from new.parent)
execute function members.space_noted();

-- What is there already has its first change, in the order of ids.
insert into members.streams (kind, id, position)
select 'roster', ms.space, count(*) from members.memberships ms group by ms.space;
insert into members.changes (stream_kind, stream_id, object_id, type, position)
select 'roster', ms.space, ms.member, 'membership', row_number() over (partition by ms.space order by ms.member)
from members.memberships ms;

create view members.account_objects as
select ms.member, 'place' as type, ms.space as object from members.memberships ms
union all
select s.member, 'own_session', s.id from members.sessions s where s.ended_at is null;
insert into members.streams (kind, id, position)
select 'account', o.member, count(*) from members.account_objects o group by o.member;
insert into members.changes (stream_kind, stream_id, object_id, type, position)
select 'account', o.member, o.object, o.type, row_number() over (partition by o.member order by o.object)
from members.account_objects o;
drop view members.account_objects;

grant select, update (forgotten) on members.streams to verbund_members;
grant select, delete on members.changes to verbund_members;
