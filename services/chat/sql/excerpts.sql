-- How messages begin, of those that a member with a living session may read.
select m.id, m.channel, m.number, m.author, left(m.body, 300) as words, m.sent_at
from members_api.live_sessions s
join chat.messages m on m.id = any($3) and m.deleted_at is null
join chat.channels c on c.id = m.channel
join members_api.rights r on r.space = c.space and r.member = s.member and r.reads
where s.session = $1 and s.member = $2
