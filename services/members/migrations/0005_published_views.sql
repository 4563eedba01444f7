-- What other services may know of members: read only, by view, never the tables.

-- Joined by session in every statement that serves a request. A browser's session ends after 30 idle days, on a shared
-- device after 30 idle minutes; a program's token lives until the day it was told.
create view members_api.live_sessions as
select s.id as session, s.member
from members.sessions s
join members.members m on m.id = s.member
where s.ended_at is null
  and s.expires_at > now()
  and (s.kind = 'token'
       or s.last_seen_at > now() - case when s.shared_device then interval '30 minutes' else interval '30 days' end)
  and m.status = 'active';

create view members_api.memberships as
select ms.space, ms.member, ms.role, ms.muted_until
from members.memberships ms
join members.members m on m.id = ms.member
where m.status = 'active';

create view members_api.spaces as
select id, kind, name, readers, joins, listed from members.spaces;

-- "All members": who may read what every member may read.
create view members_api.association_members as
select ms.member
from members.memberships ms
join members.spaces s on s.id = ms.space and s.kind = 'association'
join members.members m on m.id = ms.member
where m.status = 'active' and not m.guest and ms.role <> 'guest';

grant select on members_api.live_sessions, members_api.memberships, members_api.spaces, members_api.association_members
  to verbund_members, verbund_reader;

-- The one rule who reads a space: everybody, every member, or those who joined it.
create function members.readable_spaces(member uuid) returns table (space uuid)
language sql stable
as $$
  select s.id
  from members.spaces s
  where s.readers = 'public'
     or exists (select from members_api.memberships m where m.space = s.id and m.member = readable_spaces.member)
     or (s.readers = 'members'
         and exists (select from members_api.association_members a where a.member = readable_spaces.member))
$$;
