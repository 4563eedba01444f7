-- An account.
insert into members.members (id, email, name, plate, guest, password_hash)
values ($1, $2, $3, $4, $5, $6)
