-- The one who asks, if her session is alive.
select l.session, l.member, s.kind
from members_api.live_sessions l
join members.sessions s on s.id = l.session
where l.session = $1 and l.member = $2
