-- Names for ids, of herself, of people in spaces this member may read, and of those who want into a space she leads; who
-- left the association has no card, and who has not confirmed hers has none yet.
select m.id, m.name, m.plate, null::text as role
from members.members m
where m.id = any($2::uuid[]) and m.status not in ('left', 'unconfirmed')
  and (m.id = $1
       or exists (select from members.memberships ms
                  join members_api.rights r on r.space = ms.space and r.member = $1 and r.reads
                  where ms.member = m.id)
       or exists (select from members.applications ap
                  join members_api.rights r on r.space = ap.space and r.member = $1 and r.leads
                  where ap.member = m.id))
