-- A new password; whoever is signed in with the old one is not any longer. Programs keep their tokens.
with account as (
  update members.members set password_hash = $2 where lower(email) = lower($1) returning id
),
ended as (
  update members.sessions s set ended_at = now()
  from account where s.member = account.id and s.kind = 'browser' and s.ended_at is null
),
-- Who forgot it has tried; what sign_in counts for this account (count_attempts.sql) begins anew.
forgiven as (
  delete from members.sign_in_attempts a
  using account where a.subject = sha256(convert_to('account ' || lower($1), 'UTF8'))
)
select id, (select count(*) from members_api.live_sessions l join members.sessions s on s.id = l.session
            where l.member = account.id and s.kind = 'token') as tokens
from account
