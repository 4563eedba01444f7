-- The ordered log of what was taken away from whom; every gateway follows it. Triggers write it, so that no statement and
-- no operator's hand can forget it, and at the end of the transaction, so that its one lock is the last one taken:
-- positions are in the order of commit and nobody waits in a ring.

create table members.revocation_position (
  one boolean primary key default true check (one),
  position bigint not null
);
insert into members.revocation_position (position) values (0);

create table members.revocations (
  position bigint primary key,
  kind text not null check (kind in ('session', 'member', 'membership', 'space')),
  session uuid,
  member uuid,
  space uuid,
  at timestamptz not null default now()
);

-- Whoever changes the tables may write the log by that, and by nothing else.
create function members.log_revocation(kind text, session uuid, member uuid, space uuid) returns void
language sql
security definer
set search_path = pg_catalog
as $$
  with moved as (update members.revocation_position set position = position + 1 returning position)
  insert into members.revocations (position, kind, session, member, space)
  select moved.position, log_revocation.kind, log_revocation.session, log_revocation.member, log_revocation.space
  from moved
$$;
revoke execute on function members.log_revocation from public;
grant execute on function members.log_revocation to verbund_members;

create function members.session_revoked() returns trigger language plpgsql as $$
begin
  perform members.log_revocation('session', new.id, new.member, null);
  return null;
end
$$;
create constraint trigger revoked after update on members.sessions
deferrable initially deferred for each row
when (old.ended_at is null and new.ended_at is not null)
execute function members.session_revoked();

create function members.member_revoked() returns trigger language plpgsql as $$
begin
  perform members.log_revocation('member', null, new.id, null);
  return null;
end
$$;
create constraint trigger revoked after update on members.members
deferrable initially deferred for each row
when (old.status = 'active' and new.status <> 'active' or not old.guest and new.guest)
execute function members.member_revoked();

create function members.membership_revoked() returns trigger language plpgsql as $$
begin
  perform members.log_revocation('membership', null, old.member, old.space);
  return null;
end
$$;
create constraint trigger removed after delete on members.memberships
deferrable initially deferred for each row
execute function members.membership_revoked();
create constraint trigger changed after update on members.memberships
deferrable initially deferred for each row
when (old.role <> new.role or old.space <> new.space or old.member <> new.member)
execute function members.membership_revoked();

create function members.space_revoked() returns trigger language plpgsql as $$
begin
  perform members.log_revocation('space', null, null, new.id);
  return null;
end
$$;
create constraint trigger narrowed after update on members.spaces
deferrable initially deferred for each row
when (old.readers <> new.readers)
execute function members.space_revoked();

grant select on members.revocation_position to verbund_members;
grant select, delete on members.revocations to verbund_members;
