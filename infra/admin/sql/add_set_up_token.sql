-- A token for an hour, while there is no association; old ones go.
with old as (
  delete from members.set_up_tokens where expires_at < now()
)
insert into members.set_up_tokens (hash, expires_at)
select $1, now() + interval '60 minutes'
where not exists (select from members.spaces where kind = 'association')
returning expires_at
