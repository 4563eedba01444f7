-- Attempts count for 15 minutes and are then nobody's business.
delete from members.sign_in_attempts
where subject in (select subject from members.sign_in_attempts
                  where started_at < now() - interval '15 minutes'
                  order by started_at limit 100 for update skip locked)
