-- How far everybody has read.
insert into chat.read_marks (member, channel, number)
select t.member, t.channel, t.number from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as t (member, channel, number)
