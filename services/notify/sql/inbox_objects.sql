-- A member's inbox with the position it is complete to, in one snapshot: changes beyond $2 where given, numbers from $3
-- where given, the newest 50 without either. What she may no longer read has no object. One row at least for herself with
-- a living session ($4, $5; a gateway names none), also when nothing has reached her yet.
select coalesce(st.position, 0) as complete_to, coalesce(st.number, 0) as last_number,
       coalesce(st.forgotten, 0) as forgotten, o.position, o.type, o.object_id, o.gone,
       i.kind, i.number, i.source as message, i.channel, i.space, i.author, i.at, i.seen_at
from (select $1::uuid as id) w
left join notify.streams st on st.kind = 'inbox' and st.id = w.id
left join lateral (
  (select ch.position, ch.type, ch.object_id, ch.gone
   from notify.changes ch
   left join notify.inbox_items n on n.id = ch.object_id
   where $2::bigint is not null and ch.stream_kind = 'inbox' and ch.stream_id = st.id and ch.position > $2
     and ($3::bigint is null or ch.gone or n.number >= $3)
   order by ch.position
   limit 201)
  union all
  (select ch.position, ch.type, ch.object_id, ch.gone
   from notify.inbox_items n
   join notify.changes ch on ch.stream_kind = 'inbox' and ch.stream_id = st.id and ch.object_id = n.id
   where $2::bigint is null and n.member = st.id and n.number >= coalesce($3, st.number - 49)
   order by n.number
   limit 201)
) o on true
left join lateral (
  select n.kind, n.number, n.source, n.channel, n.space, n.author, n.at, n.seen_at
  from notify.inbox_items n
  join lateral (
    select r.reads from members_api.rights r where r.space = n.space and r.member = n.member limit 1) r on r.reads
  where n.id = o.object_id) i on true
where $4::uuid is null
   or (w.id = $5 and (select true from members_api.live_sessions s where s.session = $4 and s.member = $5 limit 1))
order by o.position
