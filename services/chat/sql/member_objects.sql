-- A member's own read marks with the position they are complete to, in one snapshot; changes beyond $2 where given. One row
-- at least for herself with a living session ($3, $4; a gateway names none), also when she has read nothing yet.
select coalesce(st.position, 0) as complete_to, coalesce(st.number, 0) as last_number, coalesce(st.forgotten, 0) as forgotten,
       o.*
from (select $1::uuid as id) w
left join chat.streams st on st.id = w.id
left join lateral (
  select ch.position, ch.type, ch.object_id, ch.gone, r.number, r.unread, r.last_number as counted_to
  from chat.changes ch
  left join chat.read_marks r on r.member = st.id and r.channel = ch.object_id
  where ch.stream = st.id and ($2::bigint is null or ch.position > $2)
  order by ch.position
  limit 201
) o on true
where $3::uuid is null
   or (w.id = $4 and (select true from members_api.live_sessions s where s.session = $3 and s.member = $4 limit 1))
order by o.position
