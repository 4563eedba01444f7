-- A page of a member's inbox, newest first; one more than asked tells whether older ones exist. What she may no longer
-- read is not shown.
select i.id, i.kind, i.number, i.source as message, i.channel, i.space, i.author, i.at, i.seen_at
from members_api.live_sessions s
join lateral (
  select o.id, o.kind, o.number, o.source, o.channel, o.space, o.author, o.at, o.seen_at
  from notify.inbox_items o
  join lateral (
    select r.reads from members_api.rights r where r.space = o.space and r.member = o.member limit 1) r on r.reads
  where o.member = s.member and ($3::bigint is null or o.number < $3)
  order by o.number desc
  limit $4) i on true
where s.session = $1 and s.member = $2
order by i.number desc
