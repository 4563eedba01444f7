-- Joins a space, or applies where the coordination decides; $5: by invitation only. Joining anew after a removal is for the
-- coordination to allow, also where joining is free.
with judged as (
  select a.member, r.role as my_role, ms.muted_until,
         case
           when a.member is null then 'unauthenticated'
           when r.knows is not true then 'not_found'
           when r.joined then 'same'
           when s.archived_at is not null then 'archived'
           when invited.member is not null then 'invited'
           when $5::boolean then 'no_invitation'
           when colleague.member is null then 'guest'
           when s.joins = 'free' and removed.member is null then 'free'
           when s.joins = 'invitation' then 'invitation_only'
           when applied.member is not null then 'applied'
           else 'apply'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.rights r on r.space = $3 and r.member = a.member
  left join members.spaces s on s.id = r.space
  left join members.memberships ms on ms.space = r.space and ms.member = a.member
  left join members.invitations invited on invited.space = r.space and invited.member = a.member
  left join members.applications applied on applied.space = r.space and applied.member = a.member
  left join members.removals removed on removed.space = r.space and removed.member = a.member
  left join members_api.association_members colleague on colleague.member = a.member
),
-- An invitation that is taken back at this moment is used by one of both, not by each.
used as (
  delete from members.invitations i using judged j
  where j.outcome = 'invited' and i.space = $3 and i.member = j.member
  returning i.member, i.role
),
joining as (
  insert into members.memberships (space, member, role)
  select $3, c.member, c.role
  from (select member, role from used
        union all
        select j.member, 'member' from judged j where j.outcome = 'free') c
  on conflict (space, member) do nothing
  returning member, role
),
applying as (
  insert into members.applications (space, member, note)
  select $3, j.member, $4 from judged j where j.outcome = 'apply'
  on conflict (space, member) do nothing
)
select case when j.outcome = 'invited' and u.member is null then 'no_invitation' else j.outcome end as outcome,
       case when j.outcome in ('apply', 'applied') then 'applied' else 'joined' end as standing,
       coalesce(n.role, j.my_role, case when j.outcome = 'free' then 'member' end) as role,
       j.muted_until, case when j.outcome in ('invited', 'free', 'apply') then pg_current_xact_id()::text end as xid
from judged j
left join used u on true
left join joining n on true
