-- Posts a set of messages. Their streams are locked already, so that where they stand may be read here; the right to
-- write is asked here once more, in the same snapshot that stores, so that a right lost before stores nothing.
-- Each row looks up what it needs by key: `limit 1` keeps the planner from reading whole tables that were small when it
-- planned. What is asked only sometimes stands in subqueries, which then cost nothing.
with input as (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::bytea[])
    with ordinality as t (id, channel, author, session, body, reply_to, request_hash, ord)
),
judged as materialized (
  select i.*, c.position as stream_position, c.number as stream_number,
         old.id as old_id, old.number as old_number, old.body as old_body, old.reply_to as old_reply_to,
         old.sent_at as old_sent_at, old.edited_at as old_edited_at, old.deleted_at as old_deleted_at,
         case
           when s.session is null then 'unauthenticated'
           when r.reads is not true then 'not_found'
           when not r.writes then 'forbidden'
           when old.id is not null and old.author = i.author and old.request_hash = i.request_hash then 'same'
           when old.id is not null then 'conflict'
           when i.reply_to is not null and not exists (
                  select from chat.messages q where q.id = i.reply_to and q.channel = i.channel) then 'no_reply_to'
           else 'stored'
         end as outcome
  from input i
  left join lateral (
    select l.session from members_api.live_sessions l
    where l.session = i.session and l.member = i.author limit 1) s on true
  left join lateral (
    select c.space, st.position, st.number
    from chat.channels c
    join chat.streams st on st.id = c.id
    where c.id = i.channel limit 1) c on true
  left join lateral (
    select r.reads, r.writes from members_api.rights r
    where r.space = c.space and r.member = i.author limit 1) r on true
  left join lateral (
    select o.id, o.author, o.request_hash, o.number, o.body, o.reply_to, o.sent_at, o.edited_at, o.deleted_at
    from chat.messages o where o.id = i.id limit 1) old on true
),
placed as (
  select *, date_trunc('milliseconds', clock_timestamp()) as posted_at,
         count(*) filter (where outcome = 'stored') over (partition by channel order by ord) as nth,
         count(*) filter (where outcome = 'stored') over (partition by channel) as many
  from judged
),
moved as (
  update chat.streams st set position = st.position + n.many, number = st.number + n.many
  from (select distinct channel, many from placed where outcome = 'stored') n
  where st.id = n.channel
),
stored as (
  insert into chat.messages (id, channel, number, author, body, reply_to, request_hash, sent_at)
  select id, channel, stream_number + nth, author, body, reply_to, request_hash, posted_at
  from placed where outcome = 'stored'
),
noted as (
  insert into chat.changes (stream, object_id, type, position, number)
  select channel, id, 'message', stream_position + nth, stream_number + nth
  from placed where outcome = 'stored'
)
select ord, outcome,
       case outcome when 'stored' then stream_number + nth else coalesce(old_number, 0) end as number,
       case outcome
         when 'stored' then stream_position + nth
         when 'same' then (select ch.position from chat.changes ch where ch.stream = channel and ch.object_id = placed.id)
         else 0
       end as position,
       coalesce(stream_number + many, 0) as last_number,
       coalesce(old_body, body) as body,
       case when old_id is null then reply_to else old_reply_to end as reply_to,
       coalesce(old_sent_at, posted_at) as sent_at, old_edited_at as edited_at, old_deleted_at as deleted_at
from placed
order by ord
