-- Counts one attempt for the account and each other subject before any password is looked at, so that attempts side by
-- side cannot exceed a limit. The account's subject is made here, from the same lower() as find_account and the unique
-- index, and whether or not the account exists: every spelling that finds an account is counted with it.
-- Rows are taken in one order: two sign-ins never wait for each other. Answers how long the fullest one is closed.
with account as (
  select sha256(convert_to('account ' || lower($1::text), 'UTF8')) as subject
), limits as (
  select subject, $2::bigint as most from account
  union all
  select t.subject, t.most from unnest($3::bytea[], $4::bigint[]) as t (subject, most)
), counted as (
  insert into members.sign_in_attempts as a (subject, started_at, attempts)
  select l.subject, now(), 1 from limits l order by l.subject
  on conflict (subject) do update
  set started_at = case when a.started_at > now() - interval '15 minutes' then a.started_at else now() end,
      attempts = case when a.started_at > now() - interval '15 minutes' then least(a.attempts + 1, 1000000) else 1 end
  returning a.subject, a.started_at, a.attempts
)
select (select subject from account) as account,
       (select max(ceil(extract(epoch from c.started_at + interval '15 minutes' - now()) * 1000))::bigint
        from counted c join limits l on l.subject = c.subject
        where c.attempts > l.most) as retry_after
