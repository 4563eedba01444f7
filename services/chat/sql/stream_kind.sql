select kind from chat.streams where id = $1
