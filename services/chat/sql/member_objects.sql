-- A member's own read marks with the position they are complete to, in one snapshot; changes beyond $2 where given.
select st.position as complete_to, st.number as last_number, o.*
from chat.streams st
left join lateral (
  select ch.position, ch.object_id, ch.gone, r.number,
         chat.unread(r.channel, r.member, cs.number, r.number) as unread
  from chat.changes ch
  left join chat.read_marks r on r.member = st.id and r.channel = ch.object_id
  left join chat.streams cs on cs.id = r.channel
  where ch.stream = st.id and ($2::bigint is null or ch.position > $2)
  order by ch.position
  limit 201
) o on true
where st.id = $1
order by o.position
