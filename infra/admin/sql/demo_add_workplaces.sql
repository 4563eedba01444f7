-- Where they work.
insert into members.workplaces (member, place, ags, school_type, traeger)
select t.member, t.place, t.ags, t.school_type, t.traeger
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as t (member, place, ags, school_type, traeger)
