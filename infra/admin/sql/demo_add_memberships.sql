-- What they are in, and as what.
insert into members.memberships (space, member, role, joined_at)
select t.space, t.member, t.role, now() - interval '95 days'
from unnest($1::uuid[], $2::uuid[], $3::text[]) as t (space, member, role)
