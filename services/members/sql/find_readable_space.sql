-- The space, if this member may read it.
select r.space from members.readable_spaces($1) r where r.space = $2
