-- What other services must do because of a message: the outbox, and what they may read of chat to do it.

-- Who reads it. Roles belong to the whole cluster: another database of it may have made it already.
do $$
begin
  create role verbund_notify login;
exception
  when duplicate_object or unique_violation then null;
end
$$;

-- One row for each commit that somebody else must act on. An identity alone would be read past rows that commit later
-- with smaller numbers; a consumer reads the transactions that are below every running one, in order of (xid, id).
create table chat.outbox (
  xid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  kind text not null check (kind in ('message')),
  object_id uuid not null,
  at timestamptz not null default now(),
  primary key (xid, id)
);
create index on chat.outbox (at);
-- A restored dump carries xids of another cluster; they are stamped anew (forget_outbox.sql).
grant select, insert, delete, update (xid) on chat.outbox to verbund_chat;

-- Who is mentioned may have changed. Written by a trigger, so that neither a service of an earlier release nor an
-- operator's statement forgets it; the condition is all that a message without a mention costs.
create function chat.tell_mentions() returns trigger language plpgsql as $$
begin
  insert into chat.outbox (kind, object_id) values ('message', new.id);
  return null;
end
$$;
create trigger mentions_posted after insert on chat.messages
for each row when (strpos(new.body, '](member:') > 0)
execute function chat.tell_mentions();
create trigger mentions_changed after update of body on chat.messages
for each row when (new.body <> old.body and (strpos(new.body, '](member:') > 0 or strpos(old.body, '](member:') > 0))
execute function chat.tell_mentions();

create schema chat_api;
grant usage on schema chat_api to verbund_chat, verbund_reader, verbund_notify;

create view chat_api.outbox as select xid, id, kind, object_id from chat.outbox;

-- What notify needs of a message: whose it is, where, and the text only where somebody may be mentioned in it.
create view chat_api.messages as
select m.id, m.channel, c.space, m.author, m.sent_at,
       case when strpos(m.body, '](member:') > 0 then m.body else '' end as mentioning
from chat.messages m
join chat.channels c on c.id = m.channel;

grant select on chat_api.outbox, chat_api.messages to verbund_chat, verbund_notify;
