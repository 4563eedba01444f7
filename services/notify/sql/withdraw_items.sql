-- Takes the items of these members ($1) away whose space they may no longer read: for good, a right that comes back does
-- not bring them back. Who has no rights at all is suspended: hers wait. The inboxes are locked already.
with lost as materialized (
  select i.id, i.member, i.number
  from notify.inbox_items i
  join lateral (
    select r.reads from members_api.rights r where r.space = i.space and r.member = i.member limit 1) r on not r.reads
  where i.member = any($1)
),
placed as materialized (
  select l.id, l.member, st.position as old_position,
         row_number() over (partition by l.member order by l.number) as nth
  from lost l
  join notify.streams st on st.kind = 'inbox' and st.id = l.member
),
moved as (
  update notify.streams st set position = st.position + n.many
  from (select member, count(*) as many from placed group by member) n
  where st.kind = 'inbox' and st.id = n.member
),
removed as (
  delete from notify.inbox_items i where i.id = any(array(select p.id from placed p))
),
noted as (
  update notify.changes ch set position = p.old_position + p.nth, gone = true, changed_at = now()
  from placed p
  where ch.stream_kind = 'inbox' and ch.stream_id = p.member and ch.object_id = p.id
)
select distinct 'inbox' as kind, member as id, old_position as after from placed
