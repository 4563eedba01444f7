-- The spaces a member with a living session may read, with where their streams stand; no row for the others.
select sp.id, coalesce(st.position, 0) as position, coalesce(st.number, 0) as number, m.member is not null as joined,
       coalesce(m.role = 'coordination' or (m.role = 'administration' and sp.kind = 'association' and not exists (
         select from members_api.memberships co where co.space = sp.id and co.role = 'coordination')), false) as may_create
from members_api.live_sessions s
join members_api.spaces sp on sp.id = any($3)
left join chat.streams st on st.id = sp.id
left join members_api.memberships m on m.space = sp.id and m.member = s.member
left join members_api.association_members am on am.member = s.member
where s.session = $1 and s.member = $2
  and (m.member is not null or sp.readers = 'public' or (sp.readers = 'members' and am.member is not null))
