-- Channels of a space with the position they are complete to, in one snapshot; changes beyond $2 where given.
select st.position as complete_to, st.number as last_number, o.*
from chat.streams st
left join lateral (
  select ch.position, ch.object_id, ch.gone, c.name, c.purpose, c.created_at
  from chat.changes ch
  left join chat.channels c on c.id = ch.object_id
  where ch.stream = st.id and ($2::bigint is null or ch.position > $2)
  order by ch.position
  limit 201
) o on true
where st.id = $1
order by o.position
