-- How people come into spaces and leave them, accounts that are suspended for a time, scopes of tokens, and the log of
-- acts of authority. Only added to: the release before keeps working on it.

alter table members.members
  drop constraint members_status_check,
  add constraint members_status_check check (status in ('active', 'unconfirmed', 'suspended', 'left')),
  add column suspension_ends_at timestamptz;
comment on column members.members.suspension_ends_at is 'a suspension ends here by itself; null: it does not';
create index on members.members (suspension_ends_at) where status = 'suspended';

-- A time that is left over from an old suspension must not end a new one.
create function members.forget_suspension_end() returns trigger language plpgsql as $$
begin
  new.suspension_ends_at := null;
  return new;
end
$$;
create trigger forget_suspension_end before update on members.members for each row
when (old.status = 'suspended' and new.status <> 'suspended')
execute function members.forget_suspension_end();

alter table members.spaces add column archived_at timestamptz;
-- Who leads a space is asked often; a space has few of them and an association many members.
create index memberships_coordination on members.memberships (space, member) where role = 'coordination';

alter table members.sessions add column scopes text[] not null default '{read,write}'
  check (scopes <@ array['read', 'write', 'manage'] and cardinality(scopes) > 0);
comment on column members.sessions.scopes is 'what a program may do with its token; a browser may do everything';
-- Tokens that exist were promised everything their owners may do.
update members.sessions set scopes = '{read,write,manage}' where kind = 'token';

create table members.invitations (
  space uuid not null references members.spaces,
  member uuid not null references members.members,
  role text not null check (role in ('guest', 'observer', 'member')),
  invited_by uuid not null references members.members,
  invited_at timestamptz not null default now(),
  primary key (space, member)
);
create index on members.invitations (member);

create table members.applications (
  space uuid not null references members.spaces,
  member uuid not null references members.members,
  note text not null default '' check (char_length(note) <= 500),
  applied_at timestamptz not null default now(),
  primary key (space, member)
);
create index on members.applications (member);

-- Who was removed from a space comes back by the coordination's leave only, also where joining is free.
create table members.removals (
  space uuid not null references members.spaces,
  member uuid not null references members.members,
  removed_at timestamptz not null default now(),
  primary key (space, member)
);

-- Who is in a space is neither invited nor waiting any more, however she came in.
create function members.has_joined() returns trigger language plpgsql as $$
begin
  delete from members.invitations i where i.space = new.space and i.member = new.member;
  delete from members.applications a where a.space = new.space and a.member = new.member;
  delete from members.removals r where r.space = new.space and r.member = new.member;
  return null;
end
$$;
create trigger has_joined after insert on members.memberships for each row execute function members.has_joined();

-- Who has left is in nothing and waits for nothing.
create function members.has_left() returns trigger language plpgsql as $$
begin
  delete from members.memberships ms where ms.member = new.id;
  delete from members.invitations i where i.member = new.id;
  delete from members.applications a where a.member = new.id;
  update members.sessions s set ended_at = now() where s.member = new.id and s.ended_at is null;
  return null;
end
$$;
create trigger has_left after update on members.members for each row
when (old.status <> 'left' and new.status = 'left')
execute function members.has_left();

create table members.suspensions (
  id bigint generated always as identity primary key,
  member uuid not null references members.members,
  suspended_by uuid not null references members.members,
  reason text not null check (char_length(reason) between 1 and 500),
  suspended_at timestamptz not null default now(),
  ends_at timestamptz,
  confirmed_by uuid references members.members,
  confirmed_at timestamptz,
  ended_by uuid references members.members,
  ended_at timestamptz,
  -- One person suspends, another one confirms, and nobody herself.
  check (suspended_by <> member and confirmed_by <> suspended_by and confirmed_by <> member),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check (confirmed_by is null or ends_at is null)
);
comment on column members.suspensions.ends_at is 'when it ends, or has ended, without a second person; null once confirmed';
create unique index one_suspension on members.suspensions (member) where ended_at is null;
create index on members.suspensions (member, id);

-- What was done by right of an office: written with the act, never changed.
create table members.acts (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  act text not null check (act in ('invite', 'uninvite', 'admit', 'refuse', 'remove', 'set_role', 'mute', 'unmute',
                                   'archive', 'unarchive', 'suspend', 'confirm_suspension', 'end_suspension',
                                   'suspension_lapsed')),
  actor uuid,
  office text not null check (office in ('moderation', 'coordination', 'parent', 'administration', 'server')),
  space uuid,
  subject uuid,
  detail text not null default '' check (char_length(detail) <= 80),
  reason text not null default '' check (char_length(reason) <= 500),
  check ((actor is null) = (office = 'server'))
);
comment on table members.acts is 'ids only: an account that is erased leaves no name here';
comment on column members.acts.office is 'parent: of the coordination of the space above, because this one has none';
create index on members.acts (space, id);
create index on members.acts (subject, id);

create function members.acts_stay() returns trigger language plpgsql as $$
begin
  raise exception 'members.acts is only added to' using errcode = 'insufficient_privilege';
end
$$;
create trigger acts_stay before update or delete or truncate on members.acts
for each statement execute function members.acts_stay();

grant select, insert, update, delete on members.invitations, members.applications, members.removals to verbund_members;
grant delete on members.memberships to verbund_members;
grant select, insert, update on members.suspensions to verbund_members;
grant select, insert on members.acts to verbund_members;
