-- The space, when a member with a living session may read it, and whether she may open channels in it.
select r.space as id, r.leads as may_create
from members_api.live_sessions s
join members_api.rights r on r.space = $3 and r.member = s.member and r.reads
where s.session = $1 and s.member = $2
