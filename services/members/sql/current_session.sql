-- Who is signed in with a live session.
select s.id as session, s.member, m.name, m.email,
       coalesce((select a.name from members.spaces a where a.kind = 'association'), '') as association,
       s.expires_at, s.shared_device
from members_api.live_sessions l
join members.sessions s on s.id = l.session
join members.members m on m.id = l.member
where l.session = $1 and l.member = $2
