-- A new password; whoever is signed in with the old one is not any longer. Programs keep their tokens.
with account as (
  update members.members set password_hash = $2 where lower(email) = lower($1) returning id
),
ended as (
  update members.sessions s set ended_at = now()
  from account where s.member = account.id and s.kind = 'browser' and s.ended_at is null
)
select id from account
