-- Moves read marks forward, never back; each is an object of its member's own stream, with the channel's id. What it leaves
-- unread is counted now and stored with it: an object is the same whenever it is read.
with input as (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[])
    with ordinality as t (channel, member, session, number, ord)
),
judged as (
  select i.*, coalesce(old.number, 0) as old_number, coalesce(st.number, 0) as last_number,
         case
           when s.session is null then 'unauthenticated'
           when r.reads is not true then 'not_found'
           when least(i.number, st.number) <= coalesce(old.number, 0) then 'same'
           else 'stored'
         end as outcome
  from input i
  left join members_api.live_sessions s on s.session = i.session and s.member = i.member
  left join chat.channels c on c.id = i.channel
  left join chat.streams st on st.id = i.channel
  left join members_api.rights r on r.space = c.space and r.member = i.member
  left join chat.read_marks old on old.member = i.member and old.channel = i.channel
),
-- Several marks for one channel in one set: the furthest counts, and takes one position.
counted as (
  select m.*, coalesce(chat.unread(m.channel, m.member, m.last_number, m.number), 0) as unread,
         row_number() over (partition by m.member order by m.channel) as nth
  from (select member, channel, max(least(number, last_number)) as number, max(last_number) as last_number
        from judged where outcome = 'stored' group by member, channel) m
),
moved as (
  update chat.streams st set position = st.position + n.many
  from (select member, count(*) as many from counted group by member) n
  where st.id = n.member
  returning st.id, st.position - n.many as position
),
stored as (
  insert into chat.read_marks (member, channel, number, unread, last_number)
  select member, channel, number, unread, last_number from counted
  on conflict (member, channel) do update
  set number = excluded.number, unread = excluded.unread, last_number = excluded.last_number
),
noted as (
  insert into chat.changes (stream, object_id, type, position)
  select counted.member, counted.channel, 'read_mark', moved.position + counted.nth
  from counted join moved on moved.id = counted.member
  on conflict (stream, object_id) do update set position = excluded.position, changed_at = now()
)
select j.ord, j.outcome, coalesce(counted.number, j.old_number) as number,
       coalesce(counted.unread, chat.unread(j.channel, j.member, j.last_number, j.old_number), 0) as unread, j.last_number,
       coalesce(moved.position + counted.nth, 0) as position
from judged j
left join counted on counted.channel = j.channel and counted.member = j.member and j.outcome = 'stored'
left join moved on moved.id = j.member
order by j.ord
