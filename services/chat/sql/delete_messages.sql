-- Takes back a set of messages: their places stay, their texts go, also from every later replay.
with input as (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[])
    with ordinality as t (id, channel, author, session, ord)
),
judged as (
  select i.*, old.number, old.author as old_author, old.reply_to, old.sent_at, old.edited_at,
         old.deleted_at as old_deleted_at, ch.position as old_position,
         case
           when s.session is null then 'unauthenticated'
           when old.id is null or not (m.member is not null or sp.readers = 'public'
                or (sp.readers = 'members' and am.member is not null)) then 'not_found'
           when m.role is null or m.role in ('guest', 'observer') or old.author <> i.author then 'forbidden'
           when old.deleted_at is not null then 'same'
           else 'stored'
         end as outcome
  from input i
  left join members_api.live_sessions s on s.session = i.session and s.member = i.author
  left join chat.messages old on old.id = i.id and old.channel = i.channel
  left join chat.channels c on c.id = old.channel
  left join members_api.spaces sp on sp.id = c.space
  left join members_api.memberships m on m.space = c.space and m.member = i.author
  left join members_api.association_members am on am.member = i.author
  left join chat.changes ch on ch.stream = i.channel and ch.object_id = i.id
),
counted as (
  select id, channel, row_number() over (partition by channel order by ord) as nth
  from judged where outcome = 'stored'
),
moved as (
  update chat.streams st set position = st.position + n.many
  from (select channel, count(*) as many from counted group by channel) n
  where st.id = n.channel
  returning st.id, st.position - n.many as position, st.number as last_number
),
stored as (
  update chat.messages msg
  set body = '', deleted_at = date_trunc('milliseconds', clock_timestamp())
  from judged j
  where msg.id = j.id and j.outcome = 'stored'
  returning msg.id, msg.deleted_at
),
noted as (
  update chat.changes ch set position = moved.position + counted.nth, changed_at = now()
  from counted join moved on moved.id = counted.channel
  where ch.stream = counted.channel and ch.object_id = counted.id
)
select j.ord, j.outcome, coalesce(j.number, 0) as number,
       coalesce(moved.position + counted.nth, j.old_position, 0) as position,
       coalesce(moved.last_number, 0) as last_number,
       coalesce(j.old_author, j.author) as author,
       ''::text as body,
       j.reply_to, coalesce(j.sent_at, now()) as sent_at, j.edited_at,
       coalesce(stored.deleted_at, j.old_deleted_at) as deleted_at
from judged j
left join counted on counted.id = j.id
left join moved on moved.id = j.channel
left join stored on stored.id = j.id
order by j.ord
