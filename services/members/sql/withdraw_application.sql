-- An application is taken back; without one nothing changes.
with judged as (
  select a.member,
         case
           when a.member is null then 'unauthenticated'
           when applied.member is null and r.knows is not true then 'not_found'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.rights r on r.space = $3 and r.member = a.member
  left join members.applications applied on applied.space = $3 and applied.member = a.member
),
withdrawn as (
  delete from members.applications ap using judged j
  where j.outcome = 'stored' and ap.space = $3 and ap.member = j.member
)
select outcome, case when outcome = 'stored' then pg_current_xact_id()::text end as xid from judged
