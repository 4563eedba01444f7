-- Who is invited into a space and has not answered; for who leads it.
select i.space, i.member, i.role, i.invited_by, i.invited_at
from members_api.live_sessions a
join members_api.rights r on r.space = $3 and r.member = a.member and r.leads_as is not null
join members.invitations i on i.space = r.space
where a.session = $1 and a.member = $2
order by i.invited_at, i.member
limit 500
