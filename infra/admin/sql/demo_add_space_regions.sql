-- What the groups cover.
insert into members.space_regions (space, ags)
select t.space, t.ags from unnest($1::uuid[], $2::text[]) as t (space, ags)
