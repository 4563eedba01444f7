-- Ends a session of whoever asks ($3). One that has ended already is as good as ended now; nobody else's is hers.
with mine as (
  select s.id, s.ended_at
  from members_api.live_sessions asking
  join members.sessions s on s.member = asking.member
  where asking.session = $1 and asking.member = $2 and s.id = $3
),
ended as (
  update members.sessions s set ended_at = now()
  from mine where s.id = mine.id and s.ended_at is null
)
select case when ended_at is null then pg_current_xact_id()::text end as xid from mine
