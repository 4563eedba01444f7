-- A member's own places and sessions, with the position they are complete to, in one snapshot: changes beyond $2 where given,
-- else what is there. One row at least for herself with a living session ($3, $4; a gateway names none).
select coalesce(st.position, 0) as complete_to, coalesce(st.number, 0) as last_number, coalesce(st.forgotten, 0) as forgotten,
       o.*
from (values (1)) one
left join members.streams st on st.kind = 'account' and st.id = $1
left join lateral (
  select ch.position, ch.type, ch.object_id, ch.gone,
         case
           when ms.member is not null then 'joined'
           when i.member is not null then 'invited'
           when ap.member is not null then 'applied'
         end as standing,
         coalesce(ms.role, i.role) as role, ms.muted_until,
         s.kind as session_kind, s.label,
         case when s.kind = 'token' then s.scopes else array['read', 'write', 'manage'] end as scopes,
         s.created_at, s.expires_at, s.shared_device
  from members.changes ch
  left join members.memberships ms on ch.type = 'place' and ms.space = ch.object_id and ms.member = ch.stream_id
  left join members.invitations i on ch.type = 'place' and i.space = ch.object_id and i.member = ch.stream_id
  left join members.applications ap on ch.type = 'place' and ap.space = ch.object_id and ap.member = ch.stream_id
  left join members.sessions s on ch.type = 'own_session' and s.id = ch.object_id and s.ended_at is null
  where ch.stream_kind = st.kind and ch.stream_id = st.id
    and case when $2::bigint is null then not ch.gone else ch.position > $2::bigint end
  order by ch.position
  limit 201
) o on true
where $3::uuid is null
   or (select true from members_api.live_sessions s
       where s.session = $3 and s.member = $4 and s.member = $1 limit 1)
order by o.position
