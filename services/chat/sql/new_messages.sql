-- For each channel of the spaces a member has joined, where something is unread for her: the first message she has not read.
select f.id, c.id as channel, f.number, f.author, left(f.body, 300) as words, f.sent_at
from members_api.live_sessions s
join members_api.memberships ms on ms.member = $2
join members_api.rights r on r.space = ms.space and r.member = s.member and r.reads
join chat.channels c on c.space = ms.space
join chat.streams st on st.id = c.id
left join chat.read_marks m on m.member = s.member and m.channel = c.id
cross join lateral (select chat.read_to(m.number, c.id, ms.joined_at, st.number) as number offset 0) read
cross join lateral (
  select x.id, x.number, x.author, x.body, x.sent_at
  from chat.messages x
  where st.number > read.number and x.channel = c.id and x.number > read.number and x.author <> $2 and x.deleted_at is null
  order by x.number
  limit 1) f
where s.session = $1 and s.member = $2
order by f.sent_at desc
limit 200
