-- A page of messages, newest first; one more than asked tells whether older ones exist.
select m.id, m.channel, m.number, ch.position, m.author, m.body, m.reply_to, m.sent_at, m.edited_at, m.deleted_at
from chat.messages m
join chat.changes ch on ch.stream = m.channel and ch.object_id = m.id
where m.channel = $1 and ($2::bigint is null or m.number < $2) and not ch.gone
order by m.number desc
limit $3
