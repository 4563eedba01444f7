-- Membership of the association, if there is one.
insert into members.memberships (space, member, role)
select a.id, $1, 'member' from members.spaces a where a.kind = 'association'
