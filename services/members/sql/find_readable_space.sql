-- The space, if this member may read it.
select space from members_api.rights where member = $1 and space = $2 and reads
