select position, number from chat.streams where id = $1 and kind = 'member'
