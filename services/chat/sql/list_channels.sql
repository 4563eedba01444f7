-- The channels of one readable space ($3), or of every space the member has joined, with what is unread for her.
select c.id, c.space, c.name, c.purpose, c.created_at,
       st.number as last_number, coalesce(r.number, 0) as read_number,
       chat.unread(c.id, s.member, st.number, coalesce(r.number, 0)) as unread,
       coalesce(m.role in ('member', 'moderation', 'coordination', 'administration')
                and (m.muted_until is null or m.muted_until <= now()), false) as may_write
from members_api.live_sessions s
join chat.channels c on $3::uuid is null or c.space = $3
join members_api.spaces sp on sp.id = c.space
join chat.streams st on st.id = c.id
left join members_api.memberships m on m.space = c.space and m.member = s.member
left join members_api.association_members am on am.member = s.member
left join chat.read_marks r on r.member = s.member and r.channel = c.id
where s.session = $1 and s.member = $2
  and (m.member is not null
       or ($3::uuid is not null and (sp.readers = 'public' or (sp.readers = 'members' and am.member is not null))))
order by c.space, lower(c.name), c.id
