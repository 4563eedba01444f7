-- Messages of a channel with the position they are complete to, in one snapshot: changes beyond $2 where given, numbers
-- from $3 where given, the newest 50 without either. One row at least for whoever may read it with a living session ($4,
-- $5; a gateway names none), so that the position comes too.
select st.position as complete_to, st.number as last_number, st.forgotten, o.*
from chat.streams st
left join lateral (
  select ch.position, ch.type, ch.object_id, ch.gone, m.number, m.author, m.body, m.reply_to, m.sent_at, m.edited_at, m.deleted_at
  from chat.changes ch
  left join chat.messages m on m.id = ch.object_id
  where ch.stream = st.id
    and ($2::bigint is null or ch.position > $2)
    and ($3::bigint is null or ch.number >= $3)
    and ($2::bigint is not null or $3::bigint is not null or ch.number > st.number - 50)
  order by ch.position
  limit 201
) o on true
where st.id = $1
  and ($4::uuid is null
       or (select true from members_api.live_sessions s
                  join chat.channels c on c.id = st.id
                  join members_api.rights r on r.space = c.space and r.member = s.member and r.reads
                  where s.session = $4 and s.member = $5 limit 1))
order by o.position
