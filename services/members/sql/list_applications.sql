-- Who wants to join a space; for who leads it. One row at least, so that the outcome comes too.
with judged as (
  select case
           when a.member is null then 'unauthenticated'
           when coalesce(r.knows or r.leads_as is not null, false) is not true then 'not_found'
           when r.leads_as is null then 'forbidden'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.rights r on r.space = $3 and r.member = a.member
)
select j.outcome, ap.member, ap.note, ap.applied_at
from judged j
left join members.applications ap on j.outcome = 'stored' and ap.space = $3
order by ap.applied_at, ap.member
limit 500
