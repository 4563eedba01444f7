-- Takes an invitation back; without one nothing changes.
with judged as (
  select a.member as actor, r.leads_as,
         case
           when a.member is null then 'unauthenticated'
           when coalesce(r.knows or r.leads_as is not null, false) is not true then 'not_found'
           when r.leads_as is null then 'forbidden'
           else 'stored'
         end as outcome
  from (values (1)) one
  left join members_api.live_sessions a on a.session = $1 and a.member = $2
  left join members_api.rights r on r.space = $3 and r.member = a.member
),
gone as (
  delete from members.invitations i using judged j
  where j.outcome = 'stored' and i.space = $3 and i.member = $4
  returning i.member
),
noted as (
  insert into members.acts (act, actor, office, space, subject)
  select 'uninvite', j.actor, j.leads_as, $3, g.member from judged j join gone g on true
)
select outcome, case when outcome = 'stored' then pg_current_xact_id()::text end as xid from judged
