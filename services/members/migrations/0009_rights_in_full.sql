-- Who is active, and what somebody may do, with suspensions that end by time, archived spaces, and who acts where a space
-- has no coordination. Views keep their columns and gain some at the end.

-- A suspension that nobody confirmed ends by the clock, whether or not the row has been told.
create view members.active_members as
select m.id, m.guest
from members.members m
where m.status = 'active' or (m.status = 'suspended' and m.suspension_ends_at <= now());
grant select on members.active_members to verbund_members;

create or replace view members_api.live_sessions as
select s.id as session, s.member
from members.sessions s
join members.active_members m on m.id = s.member
where s.ended_at is null
  and s.expires_at > now()
  and (s.kind = 'token'
       or s.last_seen_at > now() - case when s.shared_device then interval '30 minutes' else interval '30 days' end);

create or replace view members_api.memberships as
select ms.space, ms.member, ms.role, ms.muted_until
from members.memberships ms
join members.active_members m on m.id = ms.member;

create or replace view members_api.spaces as
select id, kind, name, readers, joins, listed, parent, archived_at from members.spaces;

create or replace view members_api.association_members as
select ms.member
from members.memberships ms
join members.spaces s on s.id = ms.space and s.kind = 'association'
join members.active_members m on m.id = ms.member
where not m.guest and ms.role <> 'guest';

-- The administration of the association; in its groups it is as any member, and appoints their first coordination.
create view members_api.administration as
select ms.member
from members_api.memberships ms
join members.spaces s on s.id = ms.space and s.kind = 'association'
where ms.role = 'administration';
grant select on members_api.administration to verbund_members, verbund_reader;

-- The one rule what somebody may do in a space; every statement of every service asks it where it loads the object.
-- A view, so that the planner takes it apart: with both keys given it is a look-up of three rows. What is asked of it is
-- what it costs; a scalar subquery and not `exists`, which would be hashed, and the whole association read for one question.
create or replace view members_api.rights as
select s.id as space, m.id as member, ms.role,
       ms.role is not null as joined,
       ms.role is not null or s.readers = 'public'
         or (s.readers = 'members'
             and coalesce((select true from members_api.association_members a where a.member = m.id), false)) as reads,
       -- An archived space is read as before, and nobody changes anything in it.
       s.archived_at is null
         and coalesce(ms.role in ('member', 'moderation', 'coordination', 'administration'), false) as takes_part,
       s.archived_at is null
         and coalesce(ms.role in ('member', 'moderation', 'coordination', 'administration')
                      and (ms.muted_until is null or ms.muted_until <= now()), false) as writes,
       s.archived_at is null and office.leads is not null as leads,
       s.archived_at is null and (office.leads is not null or coalesce(ms.role = 'moderation', false)) as moderates,
       -- By right of which office she leads the space, also an archived one; null: she does not.
       office.leads as leads_as,
       s.archived_at is null and not office.has_coordination
         and coalesce((select true from members_api.administration a where a.member = m.id), false) as appoints,
       -- That the space exists; more only for who reads it.
       ms.role is not null or s.readers = 'public'
         or ((s.listed or s.readers = 'members')
             and coalesce((select true from members_api.association_members a where a.member = m.id), false))
         or coalesce((select true from members.invitations i where i.space = s.id and i.member = m.id), false) as knows
from members.active_members m
cross join members.spaces s
left join members.memberships ms on ms.space = s.id and ms.member = m.id
cross join lateral (
  select coalesce((select true from members_api.memberships c where c.space = s.id and c.role = 'coordination' limit 1),
                  false) as has_coordination
) space
cross join lateral (
  select space.has_coordination,
         case
           when ms.role = 'coordination' then 'coordination'
           when space.has_coordination then null
           -- An association has no coordination at first; until then its administration leads it.
           when ms.role = 'administration' and s.kind = 'association' then 'administration'
           when (select true from members_api.memberships p
                 where p.space = s.parent and p.member = m.id and p.role = 'coordination') then 'parent'
         end as leads
) office;
