-- Of these streams those that the member of a living session may watch, with where they stand: her own read marks, the
-- channels and spaces she may read. One statement for all kinds: when many come back at once, each asks it.
select w.kind, w.id, coalesce(st.position, 0) as position, coalesce(st.number, 0) as number
from members_api.live_sessions s
cross join unnest($3::text[], $4::uuid[]) as w (kind, id)
left join chat.channels c on w.kind = 'channel' and c.id = w.id
left join members_api.rights r
  on w.kind <> 'member' and r.space = case w.kind when 'channel' then c.space else w.id end and r.member = s.member
left join chat.streams st on st.kind = w.kind and st.id = w.id
where s.session = $1 and s.member = $2
  and case w.kind
        when 'member' then w.id = s.member
        else r.reads
      end
