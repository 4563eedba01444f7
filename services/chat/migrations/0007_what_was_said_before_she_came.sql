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
