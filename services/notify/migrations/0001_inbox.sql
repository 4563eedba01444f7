-- Notify's own schema: each member's inbox, its streams, and how far it has read what others did.

-- Chat has made the role already, where its view is granted to it; alone this file stands on its own.
do $$
begin
  create role verbund_notify login;
exception
  when duplicate_object or unique_violation then null;
end
$$;
grant verbund_reader to verbund_notify;

create schema notify;
grant usage on schema notify to verbund_notify;

-- How far the outbox of each owner was read. Moved in the commit that stores the effect.
create table notify.cursors (
  source text primary key check (source in ('chat', 'members')),
  xid xid8 not null default '0',
  id bigint not null default 0
);
insert into notify.cursors (source) values ('chat'), ('members');

-- Ids only, no text: whoever may no longer read the source learns nothing of it here. number is dense per member, in the
-- order in which things happened.
create table notify.inbox_items (
  id uuid primary key,
  member uuid not null,
  number bigint not null,
  kind text not null check (kind in ('mention')),
  source uuid not null,
  channel uuid not null,
  space uuid not null,
  author uuid not null,
  at timestamptz not null,
  seen_at timestamptz,
  unique (member, kind, source),
  unique (member, number)
);
create index on notify.inbox_items (source);
create index on notify.inbox_items (space);

-- position grows by one with every change, number with every new item; both only under this row's lock, in the
-- transaction that makes the change.
create table notify.streams (
  kind text not null check (kind in ('inbox')),
  id uuid not null,
  position bigint not null default 0,
  number bigint not null default 0,
  forgotten bigint not null default 0,
  primary key (kind, id)
) with (fillfactor = 50);

create table notify.changes (
  stream_kind text not null,
  stream_id uuid not null,
  object_id uuid not null,
  type text not null check (type in ('inbox_item')),
  position bigint not null,
  gone boolean not null default false,
  changed_at timestamptz not null default now(),
  primary key (stream_kind, stream_id, object_id),
  unique (stream_kind, stream_id, position)
);
create index changes_gone on notify.changes (changed_at) where gone;

grant select, update on notify.cursors to verbund_notify;
grant select, insert, update on notify.streams to verbund_notify;
grant select, insert, update, delete on notify.inbox_items, notify.changes to verbund_notify;
