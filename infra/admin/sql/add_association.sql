-- The association; the index one_association refuses a second.
insert into members.spaces (id, kind, name, plate, readers, joins)
values ($1, 'association', $2, $3, 'members', 'invitation')
