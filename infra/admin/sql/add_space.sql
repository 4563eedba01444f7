-- A group below the association; no row when there is none.
insert into members.spaces (id, kind, name, plate, parent, readers, joins, listed)
select $1, $2, $3, $4, a.id, $5, $6, $7
from members.spaces a where a.kind = 'association'
returning id
