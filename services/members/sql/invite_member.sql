-- Invites somebody into a space. Who leads it in place of its own coordination does not let herself in.
with judged as (
  select a.member as actor, r.leads_as, coalesce($5::text, case when t.guest then 'guest' else 'member' end) as role,
         old.role as old_role, old.invited_by, old.invited_at,
         case
           when a.member is null then 'unauthenticated'
           when coalesce(r.knows or r.leads_as is not null, false) is not true then 'not_found'
           when r.leads_as is null then 'forbidden'
           when not r.leads then 'archived'
           when t.id is null then 'no_member'
           when t.id = a.member then 'self'
           when ms.member is not null then 'joined'
           when old.role = coalesce($5::text, old.role) then 'same'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.rights r on r.space = $3 and r.member = a.member
  left join members.members t on t.id = $4 and t.status in ('active', 'suspended')
  left join members.memberships ms on ms.space = $3 and ms.member = t.id
  left join members.invitations old on old.space = $3 and old.member = t.id
),
invited as (
  insert into members.invitations as i (space, member, role, invited_by)
  select $3, $4, j.role, j.actor from judged j where j.outcome = 'stored'
  on conflict (space, member) do update
  set role = excluded.role, invited_by = excluded.invited_by, invited_at = excluded.invited_at
  returning i.role, i.invited_by, i.invited_at
),
noted as (
  insert into members.acts (act, actor, office, space, subject, detail)
  select 'invite', j.actor, j.leads_as, $3, $4, i.role from judged j join invited i on true
)
select j.outcome, coalesce(i.role, j.old_role, 'member') as role, coalesce(i.invited_by, j.invited_by) as invited_by,
       coalesce(i.invited_at, j.invited_at) as invited_at,
       case when j.outcome = 'stored' then pg_current_xact_id()::text end as xid
from judged j
left join invited i on true
