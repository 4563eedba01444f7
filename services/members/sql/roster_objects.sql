-- Who is in a space, with the position it is complete to, in one snapshot: changes beyond $2 where given, else who is in it.
-- One row at least for whoever may read it with a living session ($3, $4; a gateway names none), so that the position comes too.
select coalesce(st.position, 0) as complete_to, coalesce(st.number, 0) as last_number, coalesce(st.forgotten, 0) as forgotten,
       o.*
from (values (1)) one
left join members.streams st on st.kind = 'roster' and st.id = $1
left join lateral (
  select ch.position, ch.type, ch.object_id, ch.gone, ms.role, ms.joined_at
  from members.changes ch
  left join members.memberships ms on ms.space = ch.stream_id and ms.member = ch.object_id
  where ch.stream_kind = st.kind and ch.stream_id = st.id
    and case when $2::bigint is null then not ch.gone else ch.position > $2::bigint end
  order by ch.position
  limit 201
) o on true
where $3::uuid is null
   or (select true from members_api.live_sessions s
       join members_api.rights r on r.space = $1 and r.member = s.member and r.reads
       where s.session = $3 and s.member = $4 limit 1)
order by o.position
