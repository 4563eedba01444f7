-- The one rule what somebody may do in a space; every statement of every service asks it where it loads the object.
-- A view, so that the planner takes it apart: with both keys given it is a look-up of three rows.
create view members_api.rights as
select s.id as space, m.id as member, ms.role,
       ms.role is not null as joined,
       -- A scalar subquery and not `exists`: that would be hashed, and the whole association read for one question.
       ms.role is not null or s.readers = 'public'
         or (s.readers = 'members'
             and coalesce((select true from members_api.association_members a where a.member = m.id), false)) as reads,
       coalesce(ms.role in ('member', 'moderation', 'coordination', 'administration'), false) as takes_part,
       coalesce(ms.role in ('member', 'moderation', 'coordination', 'administration')
                and (ms.muted_until is null or ms.muted_until <= now()), false) as writes,
       -- An association has no coordination at first; until then its administration leads it.
       coalesce(ms.role = 'coordination'
                or (ms.role = 'administration' and s.kind = 'association' and not exists (
                      select from members_api.memberships c where c.space = s.id and c.role = 'coordination')), false)
         as leads
from members.members m
cross join members.spaces s
left join members.memberships ms on ms.space = s.id and ms.member = m.id
where m.status = 'active';

grant select on members_api.rights to verbund_members, verbund_reader;

drop function members.readable_spaces;
