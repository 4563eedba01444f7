-- The account of an address, and the spaces that an id or a name can mean.
select (select id from members.members where lower(email) = lower($1)) as member,
       array(select id from members.spaces where id::text = lower($2) or name = $2) as spaces
