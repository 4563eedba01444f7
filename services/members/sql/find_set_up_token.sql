-- Whether this one-time token still opens set-up, and whether there is anything left to set up.
select exists (select from members.set_up_tokens where hash = $1 and used_at is null and expires_at > now()) as valid,
       exists (select from members.spaces where kind = 'association') as done
