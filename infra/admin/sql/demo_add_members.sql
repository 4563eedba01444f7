-- Accounts.
insert into members.members (id, email, name, plate, password_hash, created_at)
select t.id, t.email, t.name, t.plate, t.password_hash, now() - interval '95 days'
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as t (id, email, name, plate, password_hash)
