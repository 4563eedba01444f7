-- Ends every other browser session of whoever asks; programs keep their tokens.
with asking as (
  select l.session, l.member from members_api.live_sessions l where l.session = $1 and l.member = $2
),
ended as (
  update members.sessions s set ended_at = now()
  from asking
  where s.member = asking.member and s.id <> asking.session and s.kind = 'browser' and s.ended_at is null
  returning s.id
)
select count(*) as ended, case when count(*) > 0 then pg_current_xact_id()::text end as xid from ended
