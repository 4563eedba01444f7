-- Lifts a suspension, also one that the operator has made; without one nothing changes.
with judged as (
  select a.member as actor,
         case
           when a.member is null then 'unauthenticated'
           when office.member is null then 'forbidden'
           when t.id is null then 'no_member'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.administration office on office.member = a.member
  left join members.members t on t.id = $3 and t.status <> 'left'
),
lifted as (
  update members.members m set status = 'active'
  from judged j
  where j.outcome = 'stored' and m.id = $3 and m.status = 'suspended'
  returning m.id
),
closed as (
  update members.suspensions s set ended_at = now(), ended_by = j.actor
  from judged j join lifted l on true
  where s.member = l.id and s.ended_at is null
),
noted as (
  insert into members.acts (act, actor, office, subject)
  select 'end_suspension', j.actor, 'administration', l.id from judged j join lifted l on true
)
select outcome, case when outcome = 'stored' then pg_current_xact_id()::text end as xid from judged
