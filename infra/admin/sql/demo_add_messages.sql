-- What was said.
insert into chat.messages (id, channel, number, author, body, reply_to, request_hash, sent_at)
select t.id, t.channel, t.number, t.author, t.body, t.reply_to, t.request_hash, t.sent_at
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::uuid[], $7::bytea[], $8::timestamptz[])
  as t (id, channel, number, author, body, reply_to, request_hash, sent_at)
