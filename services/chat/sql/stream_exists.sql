select id from chat.streams where id = $1
