-- One global order of locks, so that two transactions never wait for each other.
select id from chat.streams where id = any($1) order by id for no key update
