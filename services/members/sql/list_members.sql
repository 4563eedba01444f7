-- A page of a space's members by id; access was checked before. Who is suspended is still in it: that is nobody's business.
select m.id, m.name, m.plate, ms.role
from members.memberships ms
join members.members m on m.id = ms.member and m.status not in ('left', 'unconfirmed')
where ms.space = $1 and ($2::uuid is null or ms.member > $2)
order by ms.member
limit $3
