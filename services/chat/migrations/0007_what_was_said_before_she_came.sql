-- Up to which number a channel counts as read for who never opened it: what was said before she came is not new to her.
-- Looked for among the newest thousand, more is never shown as unread.
create function chat.before(channel uuid, since timestamptz, last_number bigint) returns bigint
language sql stable
as $$
  select coalesce(
    (select m.number from chat.messages m
     where m.channel = before.channel and m.number > last_number - 1000 and m.sent_at < since
     order by m.number desc
     limit 1), 0)
$$;

-- Up to which number a channel counts as read: her mark, or without one what was said before she came. Whoever only reads along
-- (no `since`) has come to nothing yet. No subquery, so that it becomes part of the statement that calls it.
create function chat.read_to(mark bigint, channel uuid, since timestamptz, last_number bigint) returns bigint
language sql stable
as $$
  select case when mark is null and last_number > 0 and since is not null then chat.before(channel, since, last_number)
              else coalesce(mark, 0) end
$$;
