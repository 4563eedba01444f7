-- What a member with a living session may do in channels; no row for a channel she may not know.
select c.id, c.space, st.position, st.number, r.writes as may_write
from members_api.live_sessions s
join chat.channels c on c.id = any($3)
join chat.streams st on st.id = c.id
join members_api.rights r on r.space = c.space and r.member = s.member and r.reads
where s.session = $1 and s.member = $2
