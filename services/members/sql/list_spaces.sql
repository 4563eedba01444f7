-- The spaces a member may know: those she joined, and of the listed ones those she may ask about. A guest knows public
-- ones besides her own. A parent she may not know is left out.
with known as (
  select s.id, s.kind, s.name, s.plate, s.parent, s.readers, s.joins, mine.role
  from members.spaces s
  left join members.memberships mine on mine.space = s.id and mine.member = $1
  where mine.member is not null
     or (s.listed and (s.readers = 'public'
                       or exists (select from members_api.association_members a where a.member = $1)))
)
select k.id, k.kind, k.name, k.plate, (select p.id from known p where p.id = k.parent) as parent, k.readers, k.joins,
       array(select r.ags from members.space_regions r where r.space = k.id order by r.ags) as regions,
       (select count(*) from members_api.memberships m where m.space = k.id) as member_count,
       k.role
from known k
order by k.kind, lower(k.name), k.id
