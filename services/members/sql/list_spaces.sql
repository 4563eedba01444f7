-- The spaces a member with a living session may know: those she joined or is invited to, and of the listed ones those she may
-- ask about. A guest knows public ones besides her own. A parent she may not know is left out.
-- She is $2 and never a column here: of a column the planner would make a hash of the whole association, for each question.
with known as (
  select s.id, s.kind, s.name, s.plate, s.parent, s.readers, s.joins, s.archived_at, mine.role,
         case
           when mine.member is not null then 'joined'
           when invited.member is not null then 'invited'
           when applied.member is not null then 'applied'
           else 'none'
         end as standing
  from members_api.live_sessions l
  cross join members.spaces s
  left join members.memberships mine on mine.space = s.id and mine.member = $2
  left join members.invitations invited on invited.space = s.id and invited.member = $2
  left join members.applications applied on applied.space = s.id and applied.member = $2
  where l.session = $1 and l.member = $2
    and (mine.member is not null or invited.member is not null
         or (s.listed and (s.readers = 'public'
                           or exists (select from members_api.association_members a where a.member = $2))))
)
select k.id, k.kind, k.name, k.plate, (select p.id from known p where p.id = k.parent) as parent, k.readers, k.joins,
       array(select r.ags from members.space_regions r where r.space = k.id order by r.ags) as regions,
       counts.members as member_count,
       k.role, k.standing, coalesce(rights.leads, false) as leads, coalesce(rights.moderates, false) as moderates,
       k.archived_at
from known k
join members.member_counts counts on counts.space = k.id
left join members_api.rights rights on rights.space = k.id and rights.member = $2
order by k.kind, lower(k.name), k.id
