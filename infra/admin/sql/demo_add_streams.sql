-- Streams that stand where their objects left them.
insert into chat.streams (id, kind, position, number)
select t.id, t.kind, t.position, t.number
from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) as t (id, kind, position, number)
