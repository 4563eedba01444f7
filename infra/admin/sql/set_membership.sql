-- A role in a space, joining it where needed.
insert into members.memberships (space, member, role) values ($1, $2, $3)
on conflict (space, member) do update set role = excluded.role
