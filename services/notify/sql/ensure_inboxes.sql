-- The inbox of everybody who is mentioned and may read it exists from its first use on.
insert into notify.streams (kind, id)
select distinct 'inbox', p.member
from unnest($1::uuid[], $2::uuid[]) as p (message, member)
join chat_api.messages m on m.id = p.message
join lateral (
  select r.reads from members_api.rights r where r.space = m.space and r.member = p.member limit 1) r on r.reads
order by 2
on conflict (kind, id) do nothing
