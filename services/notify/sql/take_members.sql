-- What was taken away beyond the cursor, in order of position, which is the order of commit. Where the log no longer goes
-- back to the cursor, everybody is looked at ('all').
select '0' as xid, r.position as id,
       case when r.position > c.id + 1 and row_number() over (order by r.position) = 1 then 'all' else r.kind end as kind,
       coalesce(case when r.kind = 'space' then r.space else r.member end, r.space) as object_id, true as ripe
from notify.cursors c
join lateral (
  select v.position, v.kind, v.member, v.space
  from members_api.revocations v
  where v.position > c.id
  order by v.position
  limit $1) r on true
where c.source = 'members'
order by r.position
