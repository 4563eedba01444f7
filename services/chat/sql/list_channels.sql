-- The channels of one readable space ($3), or of every space the member has joined, with what is unread for her.
select c.id, c.space, c.name, c.purpose, c.created_at,
       st.number as last_number, coalesce(m.number, 0) as read_number,
       chat.unread(c.id, s.member, st.number, coalesce(m.number, 0)) as unread,
       r.writes as may_write
from members_api.live_sessions s
join members_api.rights r on r.member = s.member and (r.joined and $3::uuid is null or r.reads and r.space = $3)
join chat.channels c on c.space = r.space
join chat.streams st on st.id = c.id
left join chat.read_marks m on m.member = s.member and m.channel = c.id
where s.session = $1 and s.member = $2
order by c.space, lower(c.name), c.id
