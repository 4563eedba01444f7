-- Of the open sessions ($1) those that are no longer alive; the used ones ($2) are noted as seen, at most once a minute.
with seen as (
  update members.sessions s set last_seen_at = now()
  from members_api.live_sessions l
  where l.session = s.id and s.id = any($2) and s.last_seen_at < now() - interval '1 minute'
)
select o.id
from unnest($1::uuid[]) as o (id)
where not exists (select from members_api.live_sessions l where l.session = o.id)
