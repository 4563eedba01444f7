-- Names for ids, of herself and of people in spaces this member may read; who left the association has no card.
select m.id, m.name, m.plate, null::text as role
from members.members m
where m.id = any($2::uuid[]) and m.status <> 'left'
  and (m.id = $1
       or exists (select from members.memberships ms
                  join members_api.rights r on r.space = ms.space and r.member = $1 and r.reads
                  where ms.member = m.id))
