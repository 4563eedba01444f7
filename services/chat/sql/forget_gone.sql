-- Forgets what has been gone from its stream for 90 days; who resumes from before it must load anew. Streams are locked in
-- the order all writes lock them.
with old as materialized (
  select stream, object_id, position from chat.changes
  where gone and changed_at < now() - interval '90 days'
  order by changed_at limit 1000
),
locked as materialized (
  select st.id from chat.streams st where st.id in (select stream from old) order by st.id for no key update
),
noted as (
  update chat.streams st set forgotten = greatest(st.forgotten, o.position)
  from (select stream, max(position) as position from old group by stream) o
  where st.id = o.stream and st.id in (select id from locked)
),
taken as (
  delete from chat.changes ch using old o
  where ch.stream = o.stream and ch.object_id = o.object_id and ch.position = o.position and ch.gone
    and ch.stream in (select id from locked)
  returning 1
)
select count(*)::bigint as forgotten from taken
