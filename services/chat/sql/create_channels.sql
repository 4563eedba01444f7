-- Opens a set of channels, each with its own stream; for the coordination of the space, or for the administration in an
-- association that has no coordination yet.
with input as (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::bytea[])
    with ordinality as t (id, space, member, session, name, purpose, request_hash, ord)
),
judged as (
  select i.*, old.name as old_name, old.purpose as old_purpose, old.created_at as old_created_at,
         case
           when s.session is null then 'unauthenticated'
           when r.reads is not true then 'not_found'
           when not r.leads then 'forbidden'
           when old.id is not null and old.created_by = i.member and old.request_hash = i.request_hash then 'same'
           when old.id is not null then 'conflict'
           -- A channel's stream must not be the one of a space or a member.
           when exists (select from chat.streams t where t.id = i.id)
                or exists (select from members_api.spaces x where x.id = i.id)
                or exists (select from members_api.memberships x where x.member = i.id) then 'conflict'
           else 'stored'
         end as outcome
  from input i
  left join members_api.live_sessions s on s.session = i.session and s.member = i.member
  left join members_api.rights r on r.space = i.space and r.member = i.member
  left join chat.channels old on old.id = i.id
),
-- A space has at most 200 channels, also when several are opened at once.
counted as (
  select n.id, n.space, n.nth
  from (select id, space, row_number() over (partition by space order by ord) as nth
        from judged where outcome = 'stored') n
  where n.nth + (select count(*) from chat.channels t where t.space = n.space) <= 200
),
moved as (
  update chat.streams st set position = st.position + n.many, number = st.number + n.many
  from (select space, count(*) as many from counted group by space) n
  where st.id = n.space
  returning st.id, st.position - n.many as position, st.number - n.many as number, st.number as last_number
),
streamed as (
  insert into chat.streams (id, kind) select id, 'channel' from counted
),
stored as (
  insert into chat.channels (id, space, name, purpose, created_by, request_hash, created_at)
  select j.id, j.space, j.name, j.purpose, j.member, j.request_hash, date_trunc('milliseconds', now())
  from judged j join counted using (id)
  -- An act of authority is on record with it, by right of whichever office.
  returning id, created_at, members_api.note_act('open_channel', created_by, space, id::text)
),
noted as (
  insert into chat.changes (stream, object_id, type, position, number)
  select counted.space, counted.id, 'channel', moved.position + counted.nth, moved.number + counted.nth
  from counted join moved on moved.id = counted.space
)
select j.ord, case when j.outcome = 'stored' and counted.id is null then 'full' else j.outcome end as outcome,
       coalesce(j.old_name, j.name) as name, coalesce(j.old_purpose, j.purpose) as purpose,
       coalesce(stored.created_at, j.old_created_at, now()) as created_at,
       coalesce(moved.position + counted.nth, 0) as position, coalesce(moved.last_number, 0) as last_number
from judged j
left join counted on counted.id = j.id
left join moved on moved.id = j.space
left join stored on stored.id = j.id
order by j.ord
