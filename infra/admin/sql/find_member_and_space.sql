-- The account of an address, the spaces that an id or a name can mean, and what spaces there are.
select (select id from members.members where lower(email) = lower($1)) as member,
       array(select id from members.spaces where id::text = lower($2) or lower(name) = lower($2)) as spaces,
       coalesce((select string_agg(name, ', ' order by lower(name)) from members.spaces), '') as names
