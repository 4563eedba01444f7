-- The inboxes of these members that hold an item whose right is lost, in the one order of locks.
select st.id from notify.streams st
where st.kind = 'inbox' and st.id = any(array(
  select i.member
  from notify.inbox_items i
  join lateral (
    select r.reads from members_api.rights r where r.space = i.space and r.member = i.member limit 1) r on not r.reads
  where i.member = any($1)))
order by st.id for no key update
