-- How many are in a space, kept with its roster. Whoever comes back asks it of every space she knows; to count thousands for
-- each of thousands was most of what a herd cost. Counted where positions are given, by what each change does, so that no
-- statement can forget it and no count takes a lock of its own.

alter table members.streams add column present bigint not null default 0;
comment on column members.streams.present is 'of a roster: how many are in it, whether or not their accounts are active';
create index on members.members (id) where status in ('suspended', 'unconfirmed');

create function members.roster_grew() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  update members.streams s set present = s.present + n.many
  from (select a.stream_id, count(*) as many
        from added a where a.type = 'membership' and not a.gone group by a.stream_id) n
  where s.kind = 'roster' and s.id = n.stream_id;
  return null;
end
$$;
create trigger roster_grew after insert on members.changes
referencing new table as added for each statement execute function members.roster_grew();

create function members.roster_moved() returns trigger
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  update members.streams s set present = s.present + n.many
  from (select a.stream_id, count(*) filter (where b.gone) - count(*) filter (where a.gone) as many
        from changed a
        join before b using (stream_kind, stream_id, object_id)
        where a.type = 'membership' and a.gone <> b.gone
        group by a.stream_id) n
  where s.kind = 'roster' and s.id = n.stream_id and n.many <> 0;
  return null;
end
$$;
create trigger roster_moved after update on members.changes
referencing old table as before new table as changed for each statement execute function members.roster_moved();

revoke execute on function members.roster_grew, members.roster_moved from public;

update members.streams s set present = n.many
from (select c.stream_id, count(*) as many
      from members.changes c where c.type = 'membership' and not c.gone group by c.stream_id) n
where s.kind = 'roster' and s.id = n.stream_id;

-- Whose account is not active counts nowhere; these are few, and a space's many are not looked at for them.
create view members.member_counts as
select s.id as space,
       coalesce((select st.present from members.streams st where st.kind = 'roster' and st.id = s.id), 0)
         - (select count(*)
            from members.members m
            join members.memberships ms on ms.member = m.id and ms.space = s.id
            where m.status in ('suspended', 'unconfirmed')
              and (m.status = 'unconfirmed' or m.suspension_ends_at is null or m.suspension_ends_at > now())) as members
from members.spaces s;
grant select on members.member_counts to verbund_members;
