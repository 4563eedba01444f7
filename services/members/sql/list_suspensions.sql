-- The suspensions in force; for the administration. One row at least, so that the outcome comes too.
with judged as (
  select case
           when a.member is null then 'unauthenticated'
           when office.member is null then 'forbidden'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.administration office on office.member = a.member
)
select j.outcome, null::text as xid, s.member, s.suspended_by, s.reason, s.suspended_at, s.ends_at, s.confirmed_by
from judged j
left join members.suspensions s on j.outcome = 'stored' and s.ended_at is null
                               and (s.ends_at is null or s.ends_at > now())
order by s.id
limit 500
