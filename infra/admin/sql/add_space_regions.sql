-- The regions a group covers.
insert into members.space_regions (space, ags)
select $1, t.ags from unnest($2::text[]) as t (ags)
