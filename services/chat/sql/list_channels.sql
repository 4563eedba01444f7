-- The channels of one readable space ($3), or of every space the member has joined, with what is unread for her.
select c.id, c.space, c.name, c.purpose, c.created_at,
       st.number as last_number, read.number as read_number,
       chat.unread(c.id, s.member, st.number, read.number) as unread,
       r.writes as may_write
from members_api.live_sessions s
join members_api.rights r on r.member = s.member and r.reads and r.space = any(
  case when $3::uuid is null then array(select m.space from members_api.memberships m where m.member = $2)
       else array[$3::uuid] end)
join chat.channels c on c.space = r.space
join chat.streams st on st.id = c.id
left join chat.read_marks m on m.member = s.member and m.channel = c.id
left join members_api.memberships ms on ms.space = c.space and ms.member = s.member
cross join lateral (select chat.read_to(m.number, c.id, ms.joined_at, st.number) as number offset 0) read
where s.session = $1 and s.member = $2
order by c.space, lower(c.name), c.id
