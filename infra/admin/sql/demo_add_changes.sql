-- The latest change of each object.
insert into chat.changes (stream, object_id, type, position, number)
select t.stream, t.object_id, t.type, t.position, t.number
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[])
  as t (stream, object_id, type, position, number)
