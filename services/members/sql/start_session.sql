-- A browser's session for an active member whose password is still the one that was verified.
with started as (
  insert into members.sessions (id, member, token_hash, kind, shared_device, expires_at)
  select $1, m.id, $3, 'browser', $4, now() + interval '180 days'
  from members.members m
  join members.active_members a on a.id = m.id
  where m.id = $2 and m.password_hash = $5
  returning id, member, expires_at, shared_device
)
select s.id as session, s.member, m.name, m.email,
       coalesce((select a.name from members.spaces a where a.kind = 'association'), '') as association,
       s.expires_at, s.shared_device
from started s join members.members m on m.id = s.member
