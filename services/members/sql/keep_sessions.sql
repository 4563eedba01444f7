-- Of the open sessions ($1) those that are no longer alive; the used ones ($2) are noted as seen, at most once a minute. A
-- row that another gateway is noting right now is left to it, so that two of them never wait for each other.
with used as (
  select s.id
  from members.sessions s
  join members_api.live_sessions l on l.session = s.id
  where s.id = any($2::uuid[]) and s.last_seen_at < now() - interval '1 minute'
  for update of s skip locked
),
seen as (
  update members.sessions s set last_seen_at = now() from used where s.id = used.id
)
select o.id,
       -- Nobody has ended it and its member is there: its time was up.
       coalesce((select s.ended_at is null from members.sessions s join members.active_members m on m.id = s.member
                 where s.id = o.id), false) as expired
from unnest($1::uuid[]) as o (id)
where not exists (select from members_api.live_sessions l where l.session = o.id)
