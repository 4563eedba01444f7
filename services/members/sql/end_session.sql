-- Signing out; the row stays for the list of sessions.
update members.sessions set ended_at = now()
where id = $1 and member = $2 and ended_at is null
