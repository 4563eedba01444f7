-- What anybody may know: the association's name, empty while there is none.
select coalesce(max(name), '') as association, count(*) = 0 as setup_open
from members.spaces where kind = 'association'
