-- A page of a space's active members by id; access was checked before.
select m.id, m.name, m.plate, ms.role
from members.memberships ms
join members.members m on m.id = ms.member and m.status = 'active'
where ms.space = $1 and ($2::uuid is null or ms.member > $2)
order by ms.member
limit $3
