-- The spaces a member with a living session may read, with where their streams stand; no row for the others.
select r.space as id, coalesce(st.position, 0) as position, coalesce(st.number, 0) as number, r.joined,
       r.leads as may_create
from members_api.live_sessions s
join members_api.rights r on r.space = any($3) and r.member = s.member and r.reads
left join chat.streams st on st.id = r.space
where s.session = $1 and s.member = $2
