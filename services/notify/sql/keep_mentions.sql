-- Makes the inbox rows of a set of messages ($1, in the order in which they changed) what their texts say now: who is
-- mentioned ($2 in which message, $3 who, $4 the id of a new row) and may read it has one, nobody else. Running it again
-- changes nothing. The inboxes are locked already, so that where they stand may be read here. `limit 1` keeps the planner
-- from reading everybody's rights for those of a few.
with told as (
  select * from unnest($1::uuid[]) with ordinality as t (message, ord)
),
wanted as materialized (
  select t.ord, m.id as source, m.channel, m.space, m.author, m.sent_at, p.member, p.id
  from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as p (message, member, id)
  join told t on t.message = p.message
  join chat_api.messages m on m.id = p.message
  join lateral (
    select r.reads from members_api.rights r where r.space = m.space and r.member = p.member limit 1) r on r.reads
  where p.member <> m.author
),
kept as materialized (
  select i.id, i.member, i.source, t.ord
  from told t
  join notify.inbox_items i on i.source = t.message and i.kind = 'mention'
),
changed as materialized (
  select w.member, w.id, w.ord, false as gone
  from wanted w
  where not exists (select from kept k where k.source = w.source and k.member = w.member)
  union all
  select k.member, k.id, k.ord, true
  from kept k
  where not exists (select from wanted w where w.source = k.source and w.member = k.member)
),
placed as materialized (
  select c.*, st.position as old_position, st.number as old_number,
         row_number() over (partition by c.member order by c.ord, c.gone desc) as nth,
         count(*) filter (where not c.gone) over (partition by c.member order by c.ord, c.gone desc) as nth_new
  from changed c
  join notify.streams st on st.kind = 'inbox' and st.id = c.member
),
moved as (
  update notify.streams st set position = st.position + n.many, number = st.number + n.many_new
  from (select member, count(*) as many, count(*) filter (where not gone) as many_new from placed group by member) n
  where st.kind = 'inbox' and st.id = n.member
),
added as (
  insert into notify.inbox_items (id, member, number, kind, source, channel, space, author, at)
  select p.id, p.member, p.old_number + p.nth_new, 'mention', w.source, w.channel, w.space, w.author, w.sent_at
  from placed p join wanted w on w.id = p.id
  where not p.gone
),
removed as (
  delete from notify.inbox_items i using placed p where i.id = p.id and p.gone
),
noted as (
  insert into notify.changes (stream_kind, stream_id, object_id, type, position)
  select 'inbox', member, id, 'inbox_item', old_position + nth from placed where not gone
),
noted_gone as (
  update notify.changes ch set position = p.old_position + p.nth, gone = true, changed_at = now()
  from placed p
  where ch.stream_kind = 'inbox' and ch.stream_id = p.member and ch.object_id = p.id and p.gone
)
select distinct 'inbox' as kind, member as id, old_position as after from placed
