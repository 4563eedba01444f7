-- Lets an applicant in or not. Who has answered already is told so when the answer was another one.
with judged as (
  select a.member as actor, r.leads_as,
         case
           when a.member is null then 'unauthenticated'
           when coalesce(r.knows or r.leads_as is not null, false) is not true then 'not_found'
           when r.leads_as is null then 'forbidden'
           when not r.leads then 'archived'
           when a.member = $4 then 'self'
           when ap.member is not null then 'stored'
           when ms.member is not null and $5::boolean then 'same'
           when ms.member is not null then 'joined'
           when $5::boolean then 'no_application'
           else 'same'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.rights r on r.space = $3 and r.member = a.member
  left join members.applications ap on ap.space = $3 and ap.member = $4
  left join members.memberships ms on ms.space = $3 and ms.member = $4
),
-- An application that is withdrawn at this moment is answered or withdrawn, not both.
answered as (
  delete from members.applications ap using judged j
  where j.outcome = 'stored' and ap.space = $3 and ap.member = $4
  returning ap.member
),
admitted as (
  insert into members.memberships (space, member, role)
  select $3, an.member, 'member' from answered an where $5::boolean
  on conflict (space, member) do nothing
),
noted as (
  insert into members.acts (act, actor, office, space, subject, reason)
  select case when $5::boolean then 'admit' else 'refuse' end, j.actor, j.leads_as, $3, an.member, $6::text
  from judged j join answered an on true
)
select case when j.outcome = 'stored' and an.member is null and $5::boolean then 'no_application' else j.outcome end as outcome,
       case when an.member is not null then pg_current_xact_id()::text end as xid
from judged j
left join answered an on true
