-- Where these streams stand; one that was never used is left out.
select st.kind, st.id, st.position, st.number
from unnest($1::text[], $2::uuid[]) as w (kind, id)
join members.streams st on st.kind = w.kind and st.id = w.id
