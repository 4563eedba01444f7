-- Spaces, as old as the talk in them.
insert into members.spaces (id, kind, name, plate, parent, readers, joins, listed, created_at)
select t.id, t.kind, t.name, t.plate, t.parent, t.readers, t.joins, t.listed, now() - interval '100 days'
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::boolean[])
  as t (id, kind, name, plate, parent, readers, joins, listed)
