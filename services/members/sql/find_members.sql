-- The members of a space a part of whose name begins so ($2), those first whose whole name does; access was checked before.
select m.id, m.name, m.plate, ms.role
from members.memberships ms
join members.members m on m.id = ms.member and m.status not in ('left', 'unconfirmed')
where ms.space = $1 and strpos(m.name_key, members.name_key($2)) > 0
order by strpos(m.name_key, members.name_key($2)) > 1, m.name, m.id
limit 10
