-- Leaves a space; who is not in it has left it. Whoever leads it may leave too: the coordination above acts then.
with judged as (
  select a.member,
         case
           when a.member is null then 'unauthenticated'
           when r.knows is not true then 'not_found'
           when s.kind = 'association' then 'association'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.rights r on r.space = $3 and r.member = a.member
  left join members.spaces s on s.id = r.space
),
gone as (
  delete from members.memberships ms using judged j
  where j.outcome = 'stored' and ms.space = $3 and ms.member = j.member
)
select outcome, case when outcome = 'stored' then pg_current_xact_id()::text end as xid from judged
