-- What a member with a living session may do in channels; no row for a channel she may not know.
select c.id, c.space, st.position, st.number,
       coalesce(m.role in ('member', 'moderation', 'coordination', 'administration')
                and (m.muted_until is null or m.muted_until <= now()), false) as may_write
from members_api.live_sessions s
join chat.channels c on c.id = any($3)
join chat.streams st on st.id = c.id
join members_api.spaces sp on sp.id = c.space
left join members_api.memberships m on m.space = c.space and m.member = s.member
left join members_api.association_members am on am.member = s.member
where s.session = $1 and s.member = $2
  and (m.member is not null or sp.readers = 'public' or (sp.readers = 'members' and am.member is not null))
