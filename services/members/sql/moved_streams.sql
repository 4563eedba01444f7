-- The streams that a transaction has changed, and where they stood before.
select ch.stream_kind as kind, ch.stream_id as id, min(ch.position) - 1 as after
from members.changes ch
where ch.xid = $1::text::xid8
group by ch.stream_kind, ch.stream_id
