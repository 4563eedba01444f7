-- Counts one attempt for each subject before any password is looked at, so that attempts side by side cannot exceed a
-- limit. Rows are taken in one order: two sign-ins never wait for each other. Answers how long the fullest one is closed.
with counted as (
  insert into members.sign_in_attempts as a (subject, started_at, attempts)
  select t.subject, now(), 1 from unnest($1::bytea[]) as t (subject) order by t.subject
  on conflict (subject) do update
  set started_at = case when a.started_at > now() - interval '15 minutes' then a.started_at else now() end,
      attempts = case when a.started_at > now() - interval '15 minutes' then least(a.attempts + 1, 1000000) else 1 end
  returning a.subject, a.started_at, a.attempts
)
select max(ceil(extract(epoch from c.started_at + interval '15 minutes' - now()) * 1000))::bigint as retry_after
from counted c
join unnest($1::bytea[], $2::bigint[]) as l (subject, most) on l.subject = c.subject
where c.attempts > l.most
