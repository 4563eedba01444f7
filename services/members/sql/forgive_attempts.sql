-- After a right password: the account starts at nothing again, address and net get this attempt back, so that a whole
-- school behind one address can sign in at eight o'clock. Locks in the same order as count_attempts.
update members.sign_in_attempts a
set attempts = case when a.subject = $1 then 0 else greatest(a.attempts - 1, 0) end
from (select array_agg(subject) as subjects
      from (select subject from members.sign_in_attempts where subject = any($2::bytea[]) order by subject for update) l
     ) locked
where a.subject = any(locked.subjects)
