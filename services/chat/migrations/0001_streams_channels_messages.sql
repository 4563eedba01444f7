-- Chat's own schema: streams, what they hold, and who may use it at run time.

do $$
begin
  create role verbund_chat login;
exception
  when duplicate_object or unique_violation then null;
end
$$;

grant verbund_reader to verbund_chat;

create schema chat;
grant usage on schema chat to verbund_chat;

-- One row a stream. position grows by one with every change, number with every new object that is counted; both only
-- under this row's lock, in the transaction that makes the change: commit order is position order.
create table chat.streams (
  id uuid primary key,
  kind text not null check (kind in ('channel', 'space', 'member')),
  position bigint not null default 0,
  number bigint not null default 0
) with (fillfactor = 50);

create table chat.channels (
  id uuid primary key,
  space uuid not null,
  name text not null check (char_length(name) between 1 and 80),
  purpose text not null default '' check (char_length(purpose) <= 250),
  created_by uuid not null,
  request_hash bytea not null,
  created_at timestamptz not null default now()
);
create index on chat.channels (space);

-- The client's id is the message's id; request_hash tells a repetition from a different message under the same id.
create table chat.messages (
  id uuid primary key,
  channel uuid not null references chat.channels,
  number bigint not null,
  author uuid not null,
  body text not null check (char_length(body) <= 8000),
  reply_to uuid,
  request_hash bytea not null,
  sent_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  unique (channel, number)
);
-- For unread counts: what of a channel is my own or taken back.
create index messages_by_author on chat.messages (channel, author, number);
create index messages_deleted on chat.messages (channel, number) where deleted_at is not null;

-- The latest change of each object. Positions live here and not in the object's row, because a changed position would
-- otherwise rewrite every index of the object.
create table chat.changes (
  stream uuid not null references chat.streams,
  object_id uuid not null,
  type text not null check (type in ('message', 'channel', 'read_mark')),
  position bigint not null,
  number bigint,
  gone boolean not null default false,
  changed_at timestamptz not null default now(),
  primary key (stream, object_id),
  unique (stream, position)
);

create table chat.read_marks (
  member uuid not null,
  channel uuid not null references chat.channels,
  number bigint not null,
  primary key (member, channel)
);

grant select, insert, update on chat.streams, chat.channels, chat.messages, chat.changes, chat.read_marks to verbund_chat;
grant delete on chat.changes to verbund_chat;

-- What is left unread beyond a read mark: numbers above it, less my own and what was taken back. Capped, because a
-- number with four digits says no more than "many" and counting them costs.
create function chat.unread(channel uuid, member uuid, last_number bigint, read_number bigint) returns bigint
language sql stable
as $$
  select greatest(0, least(1000, last_number - read_number - (
    select count(*) from (
      select m.number from chat.messages m
      where m.channel = unread.channel and m.number > read_number
        and (m.author = unread.member or m.deleted_at is not null)
      limit 1000) mine)))
$$;
