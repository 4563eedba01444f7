-- Forgets what has been gone from its stream for 90 days; who resumes from before it must load anew. Streams are locked in
-- the order all writes lock them.
with old as materialized (
  select stream_kind, stream_id, object_id, position from members.changes
  where gone and changed_at < now() - interval '90 days'
  order by changed_at limit 1000
),
locked as materialized (
  select st.kind, st.id from members.streams st
  where (st.kind, st.id) in (select stream_kind, stream_id from old)
  order by st.kind, st.id for no key update
),
noted as (
  update members.streams st set forgotten = greatest(st.forgotten, o.position)
  from (select stream_kind, stream_id, max(position) as position from old group by stream_kind, stream_id) o
  join locked l on l.kind = o.stream_kind and l.id = o.stream_id
  where st.kind = o.stream_kind and st.id = o.stream_id
),
taken as (
  delete from members.changes ch using old o, locked l
  where ch.stream_kind = o.stream_kind and ch.stream_id = o.stream_id and ch.object_id = o.object_id
    and ch.position = o.position and ch.gone
    and l.kind = ch.stream_kind and l.id = ch.stream_id
  returning 1
)
select count(*)::bigint as forgotten from taken
