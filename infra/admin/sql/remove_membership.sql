-- Leaving a space.
delete from members.memberships where space = $1 and member = $2
