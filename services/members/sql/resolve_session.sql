-- Whose token this is, noting at most once a minute that it was used, unless a page asked by itself ($3): every request
-- asks this.
with found as (
  select s.id, s.member, s.expires_at, s.last_seen_at, s.scopes
  from members.sessions s
  join members_api.live_sessions l on l.session = s.id
  where s.token_hash = $1 and s.kind = $2
),
touched as (
  update members.sessions s set last_seen_at = now()
  from found where not $3 and s.id = found.id and found.last_seen_at < now() - interval '1 minute'
)
select id as session, member, expires_at, case when $2 = 'token' then scopes end as scopes from found
