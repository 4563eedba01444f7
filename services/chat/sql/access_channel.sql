-- The channel, when a member with a living session may read it.
select c.id
from members_api.live_sessions s
join chat.channels c on c.id = $3
join members_api.rights r on r.space = c.space and r.member = s.member and r.reads
where s.session = $1 and s.member = $2
