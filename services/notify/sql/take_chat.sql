-- What chat's outbox holds beyond the cursor, in order. A row of a transaction that is not below every running one is
-- not ripe: one with a smaller xid may still commit. A cursor that lies in the future comes from another cluster, by a
-- restored dump: everything is read once more, which changes nothing that is right already.
select o.xid::text as xid, o.id, o.kind, o.object_id, o.xid < pg_snapshot_xmin(pg_current_snapshot()) as ripe
from notify.cursors c
join lateral (
  select b.xid, b.id, b.kind, b.object_id
  from chat_api.outbox b
  where (b.xid, b.id) > (
    case when c.xid < pg_snapshot_xmax(pg_current_snapshot()) then c.xid else '0'::xid8 end, c.id)
  order by b.xid, b.id
  limit $1) o on true
where c.source = 'chat'
order by o.xid, o.id
