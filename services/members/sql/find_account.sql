-- The account of an e-mail address, for signing in. A suspension that has ended by the clock is over.
select m.id, coalesce(m.password_hash, '') as password_hash,
       case when exists (select from members.active_members a where a.id = m.id) then 'active' else m.status end as status
from members.members m where lower(m.email) = lower($1)
