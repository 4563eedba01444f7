-- Others may ask since when somebody is in a space: what was said before she came is not new to her.
create or replace view members_api.memberships as
select ms.space, ms.member, ms.role, ms.muted_until, ms.joined_at
from members.memberships ms
join members.active_members m on m.id = ms.member;
