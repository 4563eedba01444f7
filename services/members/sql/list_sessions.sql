-- The living sessions and tokens of whoever asks. A browser may do everything, so that scopes say something of tokens only.
select s.id, s.kind, s.label,
       case when s.kind = 'token' then s.scopes else array['read', 'write', 'manage'] end as scopes,
       s.created_at, s.last_seen_at, s.expires_at, s.shared_device, s.id = asking.session as current
from members_api.live_sessions asking
join members_api.live_sessions l on l.member = asking.member
join members.sessions s on s.id = l.session
where asking.session = $1 and asking.member = $2
order by s.last_seen_at desc, s.id
