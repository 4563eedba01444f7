-- Adds and updates regions, Länder before their Kreise.
insert into members.regions (ags, name, kind, parent, lat, lon)
select t.ags, t.name, t.kind, t.parent, t.lat::double precision, t.lon::double precision
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
  as t (ags, name, kind, parent, lat, lon)
order by char_length(t.ags), t.ags
on conflict (ags) do update
set name = excluded.name, kind = excluded.kind, parent = excluded.parent, lat = excluded.lat, lon = excluded.lon
