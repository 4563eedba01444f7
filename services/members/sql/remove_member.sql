-- Removes somebody from a space; she comes back by the coordination's leave only. Also from an archived space: what is in it
-- is still read. Somebody who was removed already is removed.
with judged as (
  select a.member as actor, r.leads_as,
         case
           when a.member is null then 'unauthenticated'
           when coalesce(r.knows or r.leads_as is not null, false) is not true then 'not_found'
           when r.leads_as is null then 'forbidden'
           when s.kind = 'association' then 'association'
           when a.member = $4 then 'self'
           when ms.role = 'administration' then 'operator'
           when ms.member is not null then 'stored'
           when removed.member is not null then 'same'
           else 'no_member'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.rights r on r.space = $3 and r.member = a.member
  left join members.spaces s on s.id = r.space
  left join members.memberships ms on ms.space = $3 and ms.member = $4
  left join members.removals removed on removed.space = $3 and removed.member = $4
),
gone as (
  delete from members.memberships ms using judged j
  where j.outcome = 'stored' and ms.space = $3 and ms.member = $4
  returning ms.member
),
kept_out as (
  insert into members.removals (space, member)
  select $3, g.member from gone g
  on conflict (space, member) do nothing
),
noted as (
  insert into members.acts (act, actor, office, space, subject, reason)
  select 'remove', j.actor, j.leads_as, $3, g.member, $5::text from judged j join gone g on true
)
select outcome, case when outcome = 'stored' then pg_current_xact_id()::text end as xid from judged
