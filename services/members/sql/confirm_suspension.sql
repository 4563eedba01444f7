-- A second administrator confirms a suspension, which then no longer ends by itself. Nobody confirms her own.
with judged as (
  select a.member as actor, present.id as present,
         case
           when a.member is null then 'unauthenticated'
           when office.member is null then 'forbidden'
           when present.id is null then 'no_suspension'
           when present.suspended_by = a.member or present.member = a.member then 'self'
           when present.confirmed_by is not null then 'same'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.administration office on office.member = a.member
  left join members.suspensions present on present.member = $3 and present.ended_at is null
                                       and (present.ends_at is null or present.ends_at > now())
),
confirmed as (
  update members.suspensions s set confirmed_by = j.actor, confirmed_at = now(), ends_at = null
  from judged j
  where j.outcome = 'stored' and s.id = j.present and s.ended_at is null
  returning s.id, s.member, s.suspended_by, s.reason, s.suspended_at, s.ends_at, s.confirmed_by
),
barred as (
  update members.members m set suspension_ends_at = null
  from confirmed c where m.id = c.member and m.status = 'suspended'
),
noted as (
  insert into members.acts (act, actor, office, subject)
  select 'confirm_suspension', c.confirmed_by, 'administration', c.member from confirmed c
)
select case when j.outcome = 'stored' and s.suspended_by is null then 'no_suspension' else j.outcome end as outcome,
       s.suspended_by, s.reason, s.suspended_at, s.ends_at, s.confirmed_by,
       case when j.outcome = 'stored' then pg_current_xact_id()::text end as xid
from judged j
left join (
  select suspended_by, reason, suspended_at, ends_at, confirmed_by from confirmed
  union all
  select s.suspended_by, s.reason, s.suspended_at, s.ends_at, s.confirmed_by
  from judged j join members.suspensions s on s.id = j.present where j.outcome = 'same'
) s on true
