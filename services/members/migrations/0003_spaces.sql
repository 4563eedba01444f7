-- Spaces, what they cover and who is in them.

create table members.spaces (
  id uuid primary key,
  kind text not null check (kind in ('association', 'regional_group', 'working_group')),
  name text not null check (char_length(name) between 1 and 120),
  plate text not null check (char_length(plate) between 1 and 3),
  parent uuid references members.spaces,
  readers text not null check (readers in ('public', 'members', 'group', 'consultation')),
  joins text not null check (joins in ('free', 'request', 'invitation')),
  listed boolean not null default true,
  created_at timestamptz not null default now(),
  check ((kind = 'association') = (parent is null))
);
-- The guard of set-up: however many try at once, there is one association.
create unique index one_association on members.spaces (kind) where kind = 'association';

create table members.space_regions (
  space uuid not null references members.spaces,
  ags text not null references members.regions,
  primary key (space, ags)
);

create table members.memberships (
  space uuid not null references members.spaces,
  member uuid not null references members.members,
  role text not null check (role in ('guest', 'observer', 'member', 'moderation', 'coordination', 'administration')),
  muted_until timestamptz,
  joined_at timestamptz not null default now(),
  primary key (space, member)
);
create index on members.memberships (member, space);

grant select on members.space_regions to verbund_members;
grant select, insert, update on members.spaces, members.memberships to verbund_members;
