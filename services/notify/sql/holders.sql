-- Whose inbox holds something of these spaces ($1), or anything at all ($2).
select distinct i.member as id from notify.inbox_items i where i.space = any($1) or $2
