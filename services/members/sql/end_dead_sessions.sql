-- Sessions whose time was up long enough ago for every gateway to have closed their sockets: the rows say when they ended, and
-- they leave the lists that people watch.
with dead as (
  select s.id from members.sessions s
  where s.ended_at is null
    and least(s.expires_at,
              case when s.kind = 'browser'
                then s.last_seen_at + case when s.shared_device then interval '30 minutes' else interval '30 days' end
                else 'infinity' end) < now() - interval '5 minutes'
  limit 500 for update skip locked
),
ended as (
  update members.sessions s
  set ended_at = least(s.expires_at,
                       case when s.kind = 'browser'
                         then s.last_seen_at + case when s.shared_device then interval '30 minutes' else interval '30 days' end
                         else 'infinity' end)
  from dead where s.id = dead.id
  returning 1
)
select count(*)::bigint as forgotten from ended
