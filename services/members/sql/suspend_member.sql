-- Suspends an account and ends its sessions. It ends after 72 hours unless another administrator confirms it, and who let one
-- lapse does not simply begin it anew: a second person is needed.
with judged as (
  select a.member as actor, t.id as member, present.id as present,
         case
           when a.member is null then 'unauthenticated'
           when office.member is null then 'forbidden'
           when t.id is null then 'no_member'
           when t.id = a.member then 'self'
           when present.suspended_by = a.member and present.reason = $4::text then 'same'
           when present.id is not null or t.status = 'suspended' and active.id is null then 'suspended'
           when last.suspended_by = a.member and last.confirmed_by is null and last.ended_by is null
                and last.ends_at > now() - interval '30 days' then 'lapsed'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.administration office on office.member = a.member
  left join members.members t on t.id = $3 and t.status <> 'left'
  left join members.active_members active on active.id = t.id
  left join members.suspensions present on present.member = t.id and present.ended_at is null
                                       and (present.ends_at is null or present.ends_at > now())
  left join lateral (
    select s.suspended_by, s.confirmed_by, s.ended_by, s.ends_at
    from members.suspensions s where s.member = t.id order by s.id desc limit 1) last on true
),
-- One that has ended by the clock must make room before.
closed as (
  update members.suspensions s set ended_at = s.ends_at
  from judged j
  where j.outcome = 'stored' and s.member = j.member and s.ended_at is null and s.ends_at <= now()
  returning s.id
),
begun as (
  insert into members.suspensions (member, suspended_by, reason, ends_at)
  select j.member, j.actor, $4::text, now() + interval '72 hours'
  from judged j cross join (select count(*) from closed) c
  where j.outcome = 'stored'
  returning id, member, suspended_by, reason, suspended_at, ends_at, confirmed_by
),
barred as (
  update members.members m set status = 'suspended', suspension_ends_at = b.ends_at
  from begun b where m.id = b.member
),
ended as (
  update members.sessions s set ended_at = now()
  from begun b where s.member = b.member and s.ended_at is null
),
noted as (
  insert into members.acts (act, actor, office, subject, reason)
  select 'suspend', b.suspended_by, 'administration', b.member, b.reason from begun b
)
select j.outcome, s.suspended_by, s.reason, s.suspended_at, s.ends_at, s.confirmed_by,
       case when j.outcome = 'stored' then pg_current_xact_id()::text end as xid
from judged j
left join (
  select suspended_by, reason, suspended_at, ends_at, confirmed_by from begun
  union all
  select s.suspended_by, s.reason, s.suspended_at, s.ends_at, s.confirmed_by
  from judged j join members.suspensions s on s.id = j.present where j.outcome = 'same'
) s on true
