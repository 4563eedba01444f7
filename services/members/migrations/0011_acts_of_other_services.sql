-- Other services write their acts of authority into the one log too, in the transaction of the act. They say what was done; by
-- right of which office is read here.
alter table members.acts
  drop constraint acts_act_check,
  add constraint acts_act_check check (act in (
    'invite', 'uninvite', 'admit', 'refuse', 'remove', 'set_role', 'mute', 'unmute', 'archive', 'unarchive', 'suspend',
    'confirm_suspension', 'end_suspension', 'suspension_lapsed', 'open_channel'));

create function members_api.note_act(act text, actor uuid, space uuid, detail text) returns void
language sql security definer set search_path = pg_catalog
as $$
  insert into members.acts (act, actor, office, space, detail)
  select note_act.act, r.member, coalesce(r.leads_as, 'moderation'), r.space, note_act.detail
  from members_api.rights r
  where r.space = note_act.space and r.member = note_act.actor and (r.leads_as is not null or r.moderates)
$$;
revoke execute on function members_api.note_act from public;
grant execute on function members_api.note_act to verbund_members, verbund_reader;
