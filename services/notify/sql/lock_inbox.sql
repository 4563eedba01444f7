select id from notify.streams where kind = 'inbox' and id = $1 for no key update
