-- Channels of a space with the position they are complete to, in one snapshot; changes beyond $2 where given. One row at
-- least for whoever may read it with a living session ($3, $4; a gateway names none), also when nothing happened in it yet.
select coalesce(st.position, 0) as complete_to, coalesce(st.number, 0) as last_number, coalesce(st.forgotten, 0) as forgotten,
       o.*
from (select $1::uuid as id) w
left join chat.streams st on st.id = w.id
left join lateral (
  select ch.position, ch.type, ch.object_id, ch.gone, c.name, c.purpose, c.created_at
  from chat.changes ch
  left join chat.channels c on c.id = ch.object_id
  where ch.stream = st.id and ($2::bigint is null or ch.position > $2)
  order by ch.position
  limit 201
) o on true
where $3::uuid is null
   or (select true from members_api.live_sessions s
              join members_api.rights r on r.space = w.id and r.member = s.member and r.reads
              where s.session = $3 and s.member = $4 limit 1)
order by o.position
