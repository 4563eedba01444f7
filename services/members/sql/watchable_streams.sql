-- Of these streams those that the member of a living session may watch, with where they stand.
select w.kind, w.id, coalesce(st.position, 0) as position, coalesce(st.number, 0) as number
from members_api.live_sessions a
cross join unnest($3::text[], $4::uuid[]) as w (kind, id)
left join members_api.rights r on w.kind <> 'account' and r.space = w.id and r.member = a.member
left join members.streams st on st.kind = w.kind and st.id = w.id
where a.session = $1 and a.member = $2
  and case w.kind
        when 'account' then w.id = a.member
        when 'roster' then r.reads
        when 'applications' then r.leads_as is not null
      end
