-- Uses up the token and makes the association, its first administrator and her session, all or nothing. Of two that come
-- at once the second waits for the first one's token row or fails at the index one_association.
with token as (
  update members.set_up_tokens set used_at = now()
  where hash = $1 and used_at is null and expires_at > now()
    and not exists (select from members.spaces where kind = 'association')
  returning hash
),
association as (
  insert into members.spaces (id, kind, name, plate, readers, joins)
  select $2, 'association', $3, $4, 'members', 'invitation' from token
  returning id, name
),
person as (
  insert into members.members (id, email, name, password_hash)
  select $5, $6, $7, $8 from token
  returning id, name, email
),
joined as (
  insert into members.memberships (space, member, role)
  select association.id, person.id, 'administration' from association, person
),
session as (
  insert into members.sessions (id, member, token_hash, kind, expires_at)
  select $9, person.id, $10, 'browser', now() + interval '180 days' from person
  returning id, expires_at, shared_device
)
select session.id as session, person.id as member, person.name, person.email, association.name as association,
       session.expires_at, session.shared_device
from session, person, association
