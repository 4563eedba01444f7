-- Suspensions that nobody confirmed in time are over. The views know it by the clock; here the rows are told, with what
-- depends on them. Another process may be doing the same: what it has taken is left to it.
with lapsed as (
  update members.members m set status = 'active'
  where m.id in (select l.id from members.members l
                 where l.status = 'suspended' and l.suspension_ends_at <= now()
                 order by l.id limit 100 for update skip locked)
  returning m.id
),
closed as (
  update members.suspensions s set ended_at = s.ends_at
  from lapsed l where s.member = l.id and s.ended_at is null
  returning s.member
)
insert into members.acts (act, office, subject)
select 'suspension_lapsed', 'server', c.member from closed c
