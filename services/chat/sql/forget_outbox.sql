-- Takes away what every consumer has had 30 days to read. Rows of a database restored into another cluster carry
-- transactions that have not been there yet, which nobody would read: they are stamped with this one.
with old as (
  select xid, id from chat.outbox where at < now() - interval '30 days' order by at limit 1000
),
taken as (
  delete from chat.outbox o using old where o.xid = old.xid and o.id = old.id
  returning 1
),
stamped as (
  update chat.outbox o set xid = pg_current_xact_id()
  where o.xid >= pg_snapshot_xmax(pg_current_snapshot()) and o.at >= now() - interval '30 days'
)
select count(*)::bigint as forgotten from taken
