-- The account of an e-mail address, for signing in.
select id, coalesce(password_hash, '') as password_hash, status
from members.members where lower(email) = lower($1)
