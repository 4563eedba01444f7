-- Changes the text of a set of messages, or takes them back (no text): their places stay, their texts go, also from every
-- later replay. A new text names the position of the state it was based on. Who is muted may still take back.
with input as (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[])
    with ordinality as t (id, channel, author, session, based_on, body, ord)
),
judged as materialized (
  select i.*, i.body is null as taken_back, old.number, old.author as old_author, old.body as old_body, old.reply_to,
         old.sent_at, old.edited_at, old.deleted_at, ch.position as old_position,
         c.position as stream_position, c.number as stream_number,
         date_trunc('milliseconds', clock_timestamp()) as changed_at,
         case
           when s.session is null then 'unauthenticated'
           when old.author is null or r.reads is not true then 'not_found'
           when old.author <> i.author or not r.takes_part then 'forbidden'
           when i.body is null and old.deleted_at is not null then 'same'
           when i.body is null then 'stored'
           when not r.writes then 'forbidden'
           when old.deleted_at is not null then 'conflict'
           when old.body = i.body then 'same'
           when ch.position <> i.based_on then 'conflict'
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
    select r.reads, r.takes_part, r.writes from members_api.rights r
    where r.space = c.space and r.member = i.author limit 1) r on true
  left join lateral (
    select o.number, o.author, o.body, o.reply_to, o.sent_at, o.edited_at, o.deleted_at
    from chat.messages o where o.id = i.id and o.channel = i.channel limit 1) old on true
  left join lateral (
    select h.position from chat.changes h where h.stream = i.channel and h.object_id = i.id limit 1) ch on true
),
placed as (
  select *, count(*) filter (where outcome = 'stored') over (partition by channel order by ord) as nth,
         count(*) filter (where outcome = 'stored') over (partition by channel) as many
  from judged
),
moved as (
  update chat.streams st set position = st.position + n.many
  from (select distinct channel, many from placed where outcome = 'stored') n
  where st.id = n.channel
),
stored as (
  update chat.messages m
  set body = coalesce(p.body, ''),
      edited_at = case when p.taken_back then m.edited_at else p.changed_at end,
      deleted_at = case when p.taken_back then p.changed_at end
  from placed p
  where m.id = p.id and p.outcome = 'stored'
),
noted as (
  update chat.changes ch set position = p.stream_position + p.nth, changed_at = now()
  from placed p
  where ch.stream = p.channel and ch.object_id = p.id and p.outcome = 'stored'
)
select ord, outcome, coalesce(number, 0) as number,
       case outcome when 'stored' then stream_position + nth else coalesce(old_position, 0) end as position,
       coalesce(stream_number, 0) as last_number,
       coalesce(old_author, author) as author,
       case outcome when 'stored' then coalesce(body, '') else coalesce(old_body, '') end as body,
       reply_to, coalesce(sent_at, changed_at) as sent_at,
       case when outcome = 'stored' and not taken_back then changed_at else edited_at end as edited_at,
       case when outcome = 'stored' and taken_back then changed_at else deleted_at end as deleted_at,
       coalesce(strpos(old_body, '](member:') > 0, false) as mentioned
from placed
order by ord
