select id, kind, position, number from chat.streams where id = any($1)
