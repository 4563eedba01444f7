-- Gives somebody another role in a space. The coordination decides; where there is none, the one above, or the administration
-- by appointing the first. Nobody raises herself, and the administration itself is made by the operator only.
with judged as (
  select a.member as actor, r.leads, coalesce(r.leads_as, 'administration') as office, ms.joined_at as old_joined_at,
         case
           when a.member is null then 'unauthenticated'
           when coalesce(r.knows or r.leads_as is not null or r.appoints, false) is not true then 'not_found'
           when not r.leads and r.leads_as is not null then 'archived'
           when not r.leads and not (r.appoints and $5::text = 'coordination') then 'forbidden'
           when $5::text = 'administration' then 'operator'
           when t.member is null and ms.member is null then 'no_member'
           when not r.leads and t.member is null then 'no_member'
           when r.leads and ms.member is null then 'no_member'
           when ms.role = 'administration' then 'operator'
           when ms.role = $5::text then 'same'
           when a.member = $4 and (not r.leads or
                  array_position(array['guest', 'observer', 'member', 'moderation', 'coordination'], $5::text)
                    > array_position(array['guest', 'observer', 'member', 'moderation', 'coordination'], ms.role))
             then 'self'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.rights r on r.space = $3 and r.member = a.member
  left join members.memberships ms on ms.space = $3 and ms.member = $4
  left join members_api.association_members t on t.member = $4
),
changed as (
  update members.memberships ms set role = $5::text
  from judged j
  where j.outcome = 'stored' and j.leads and ms.space = $3 and ms.member = $4
  returning ms.member, ms.joined_at
),
-- The first coordination need not have been in the space.
appointed as (
  insert into members.memberships as ms (space, member, role)
  select $3, $4, $5::text from judged j where j.outcome = 'stored' and not j.leads
  on conflict (space, member) do update set role = excluded.role
  returning ms.member, ms.joined_at
),
done as (
  select member, joined_at from changed
  union all
  select member, joined_at from appointed
),
noted as (
  insert into members.acts (act, actor, office, space, subject, detail)
  select 'set_role', j.actor, j.office, $3, d.member, $5::text from judged j join done d on true
)
select case when j.outcome = 'stored' and d.member is null then 'no_member' else j.outcome end as outcome,
       coalesce(d.joined_at, j.old_joined_at) as joined_at, case when j.outcome = 'stored' then pg_current_xact_id()::text end as xid
from judged j
left join done d on true
