-- Channels, as old as their spaces.
insert into chat.channels (id, space, name, purpose, created_by, request_hash, created_at)
select t.id, t.space, t.name, t.purpose, t.created_by, t.request_hash, now() - interval '100 days'
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::bytea[])
  as t (id, space, name, purpose, created_by, request_hash)
