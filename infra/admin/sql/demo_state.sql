-- What is there already.
select exists (select from members.spaces where kind = 'association') as association,
       (select count(*) from members.regions) as regions
