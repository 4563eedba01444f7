-- Posts a set of messages. Their streams are locked already; the right to write is asked here once more, in the same
-- snapshot that stores, so that a right lost before stores nothing.
with input as (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::bytea[])
    with ordinality as t (id, channel, author, session, body, reply_to, request_hash, ord)
),
judged as (
  select i.*, old.id as old_id, old.author as old_author, old.request_hash as old_hash, old.number as old_number,
         old.body as old_body, old.reply_to as old_reply_to, old.sent_at as old_sent_at,
         old.edited_at as old_edited_at, old.deleted_at as old_deleted_at,
         case
           when s.session is null then 'unauthenticated'
           when c.id is null or not (m.member is not null or sp.readers = 'public'
                or (sp.readers = 'members' and am.member is not null)) then 'not_found'
           when m.role is null or m.role in ('guest', 'observer') or m.muted_until > now() then 'forbidden'
           when old.id is not null and old.author = i.author and old.request_hash = i.request_hash then 'same'
           when old.id is not null then 'conflict'
           when i.reply_to is not null and r.id is null then 'no_reply_to'
           else 'stored'
         end as outcome
  from input i
  left join members_api.live_sessions s on s.session = i.session and s.member = i.author
  left join chat.channels c on c.id = i.channel
  left join members_api.spaces sp on sp.id = c.space
  left join members_api.memberships m on m.space = c.space and m.member = i.author
  left join members_api.association_members am on am.member = i.author
  left join chat.messages old on old.id = i.id
  left join chat.messages r on r.id = i.reply_to and r.channel = i.channel
),
counted as (
  select id, channel, row_number() over (partition by channel order by ord) as nth
  from judged where outcome = 'stored'
),
moved as (
  update chat.streams st
  set position = st.position + n.many, number = st.number + n.many
  from (select channel, count(*) as many from counted group by channel) n
  where st.id = n.channel
  returning st.id, st.position - n.many as position, st.number - n.many as number, st.number as last_number
),
stored as (
  insert into chat.messages (id, channel, number, author, body, reply_to, request_hash, sent_at)
  select j.id, j.channel, moved.number + counted.nth, j.author, j.body, j.reply_to, j.request_hash,
         date_trunc('milliseconds', clock_timestamp())
  from judged j join counted using (id) join moved on moved.id = j.channel
  returning id, number, sent_at
),
noted as (
  insert into chat.changes (stream, object_id, type, position, number)
  select counted.channel, counted.id, 'message', moved.position + counted.nth, moved.number + counted.nth
  from counted join moved on moved.id = counted.channel
)
select j.ord, j.outcome,
       coalesce(stored.number, j.old_number, 0) as number,
       coalesce(moved.position + counted.nth, ch.position, 0) as position,
       coalesce(moved.last_number, 0) as last_number,
       coalesce(j.old_body, j.body) as body,
       case when j.old_id is null then j.reply_to else j.old_reply_to end as reply_to,
       coalesce(stored.sent_at, j.old_sent_at, now()) as sent_at,
       j.old_edited_at as edited_at, j.old_deleted_at as deleted_at
from judged j
left join counted on counted.id = j.id
left join moved on moved.id = j.channel
left join stored on stored.id = j.id
left join chat.changes ch on j.outcome = 'same' and ch.stream = j.channel and ch.object_id = j.id
order by j.ord
