-- The log beyond a position ($1); one row at least, so that where it stands comes too, read in one snapshot. `complete`
-- is false when the log no longer reaches back that far, or $1 is from another life of the database.
select p.position as stands,
       $1::bigint <= p.position and p.position - $1::bigint
         = (select count(*) from members.revocations c where c.position > $1) as complete,
       r.position, r.kind, r.session, r.member, r.space, r.stream
from members.revocation_position p
left join lateral (
  select l.position, l.kind, l.session, l.member, l.space, l.stream
  from members.revocations l where l.position > $1 order by l.position limit 500) r on true
order by r.position
