-- Notes that a member has seen items of her inbox ($3), and answers them as they are now; what is not there for her is
-- left out. Her inbox is locked already. `after` is where it stood before, when anything changed.
with mine as materialized (
  select i.id, i.kind, i.number, i.source, i.channel, i.space, i.author, i.at, i.seen_at
  from members_api.live_sessions s
  join notify.inbox_items i on i.member = s.member and i.id = any($3)
  join lateral (
    select r.reads from members_api.rights r where r.space = i.space and r.member = i.member limit 1) r on r.reads
  where s.session = $1 and s.member = $2
),
fresh as materialized (
  select m.id, st.position as old_position, row_number() over (order by m.number) as nth,
         date_trunc('milliseconds', clock_timestamp()) as seen_at
  from mine m join notify.streams st on st.kind = 'inbox' and st.id = $2
  where m.seen_at is null
),
moved as (
  update notify.streams st set position = st.position + n.many
  from (select count(*) as many from fresh) n
  where st.kind = 'inbox' and st.id = $2 and n.many > 0
),
stored as (
  update notify.inbox_items i set seen_at = f.seen_at from fresh f where i.id = f.id
),
noted as (
  update notify.changes ch set position = f.old_position + f.nth, changed_at = now()
  from fresh f
  where ch.stream_kind = 'inbox' and ch.stream_id = $2 and ch.object_id = f.id
)
select m.id, m.kind, m.number, m.source as message, m.channel, m.space, m.author, m.at,
       coalesce(f.seen_at, m.seen_at) as seen_at, f.old_position as after
from mine m left join fresh f on f.id = m.id
order by m.number desc
