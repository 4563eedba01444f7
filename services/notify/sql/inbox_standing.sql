select id, position, number from notify.streams where kind = 'inbox' and id = any($1)
