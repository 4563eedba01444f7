-- The inboxes of the members given and of everybody who has an item of these messages, in the one order of locks.
select id from notify.streams
where kind = 'inbox'
  and id = any($1::uuid[] || array(select i.member from notify.inbox_items i where i.source = any($2)))
order by id for no key update
