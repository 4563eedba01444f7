-- Somebody may not write in a space until a time, or may again. Moderation mutes members up to seven days and does not lift
-- what the coordination has set for longer; a minute is left to clocks that differ.
with judged as (
  select a.member as actor, coalesce(r.leads_as, 'moderation') as office,
         case
           when a.member is null then 'unauthenticated'
           when coalesce(r.knows or r.leads_as is not null, false) is not true then 'not_found'
           when not r.moderates and (r.leads_as is not null or r.role = 'moderation') then 'archived'
           when not r.moderates then 'forbidden'
           when ms.member is null then 'no_member'
           when a.member = $4 then 'self'
           when ms.role = 'administration' then 'operator'
           when not r.leads and ms.role not in ('guest', 'observer', 'member') then 'forbidden'
           when $5::timestamptz <= now() then 'past'
           when not r.leads and greatest($5::timestamptz, ms.muted_until) > now() + interval '7 days 1 minute' then 'too_long'
           when ms.muted_until is not distinct from $5::timestamptz then 'same'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.rights r on r.space = $3 and r.member = a.member
  left join members.memberships ms on ms.space = $3 and ms.member = $4
),
changed as (
  update members.memberships ms set muted_until = $5::timestamptz
  from judged j
  where j.outcome = 'stored' and ms.space = $3 and ms.member = $4
  returning ms.member
),
noted as (
  insert into members.acts (act, actor, office, space, subject, detail)
  select case when $5::timestamptz is null then 'unmute' else 'mute' end, j.actor, j.office, $3, c.member,
         coalesce(to_char($5::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')
  from judged j join changed c on true
)
select outcome, case when outcome = 'stored' then pg_current_xact_id()::text end as xid from judged
