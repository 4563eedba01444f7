-- For each channel of the spaces a member has joined, where something is unread for her: the first message she has not read.
-- Where she never read any, the last one: what was said long before she came is not new.
select f.id, c.id as channel, f.number, f.author, left(f.body, 300) as words, f.sent_at
from members_api.live_sessions s
join members_api.rights r
  on r.member = s.member and r.reads
 and r.space = any(array(select m.space from members_api.memberships m where m.member = $2))
join chat.channels c on c.space = r.space
join chat.streams st on st.id = c.id
left join chat.read_marks m on m.member = s.member and m.channel = c.id
cross join lateral (
  (select x.id, x.number, x.author, x.body, x.sent_at
   from chat.messages x
   where m.number is not null and st.number > m.number
     and x.channel = c.id and x.number > m.number and x.author <> $2 and x.deleted_at is null
   order by x.number
   limit 1)
  union all
  (select x.id, x.number, x.author, x.body, x.sent_at
   from chat.messages x
   where m.number is null and x.channel = c.id and x.author <> $2 and x.deleted_at is null
   order by x.number desc
   limit 1)
) f
where s.session = $1 and s.member = $2
order by f.sent_at desc
limit 200
