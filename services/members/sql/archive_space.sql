-- Archives a space or reopens it.
with judged as (
  select a.member as actor, r.leads_as,
         case
           when a.member is null then 'unauthenticated'
           when coalesce(r.knows or r.leads_as is not null, false) is not true then 'not_found'
           when r.leads_as is null then 'forbidden'
           when s.kind = 'association' then 'association'
           when (s.archived_at is not null) = $4::boolean then 'same'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.rights r on r.space = $3 and r.member = a.member
  left join members.spaces s on s.id = r.space
),
changed as (
  update members.spaces s set archived_at = case when $4::boolean then now() end
  from judged j
  where j.outcome = 'stored' and s.id = $3
  returning s.id
),
noted as (
  insert into members.acts (act, actor, office, space)
  select case when $4::boolean then 'archive' else 'unarchive' end, j.actor, j.leads_as, c.id
  from judged j join changed c on true
)
select outcome, case when outcome = 'stored' then pg_current_xact_id()::text end as xid from judged
