-- A member is found by how a part of her name begins, however it is written: in lower case, without accents, hyphens as blanks.
create function members.name_key(name text) returns text
language sql immutable parallel safe
return ' ' || regexp_replace(normalize(lower(translate(name, '-', ' ')), nfd), '[\u0300-\u036f]', '', 'g');

alter table members.members add column name_key text generated always as (members.name_key(name)) stored;
