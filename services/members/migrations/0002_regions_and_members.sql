-- Regions as data, the people, and where they work.

create table members.regions (
  ags text primary key check (ags ~ '^[0-9]{2}([0-9]{3})?$'),
  name text not null check (char_length(name) between 1 and 120),
  kind text not null check (char_length(kind) between 1 and 40),
  parent text references members.regions,
  lat double precision,
  lon double precision,
  check ((char_length(ags) = 2) = (parent is null))
);
comment on table members.regions is 'Land › Landkreis or kreisfreie Stadt by official key; data, never spaces';
comment on column members.regions.kind is 'in the words of the official list: Land, Freistaat, Landkreis, Kreisfreie Stadt …';
create index on members.regions (parent);

create table members.members (
  id uuid primary key,
  email text not null check (char_length(email) between 3 and 254),
  name text not null check (char_length(name) between 1 and 120),
  password_hash text,
  plate text not null default '' check (char_length(plate) <= 3),
  status text not null default 'active' check (status in ('active', 'suspended', 'left')),
  guest boolean not null default false,
  created_at timestamptz not null default now()
);
comment on column members.members.password_hash is 'as crypto_pwhash_str of libsodium writes it; null: cannot sign in';
create unique index members_email on members.members (lower(email));

create table members.workplaces (
  member uuid not null references members.members,
  place text not null check (char_length(place) between 1 and 120),
  ags text references members.regions,
  school_type text not null default '' check (char_length(school_type) <= 80),
  traeger text not null default '' check (char_length(traeger) <= 120),
  primary key (member, place, school_type)
);
create index on members.workplaces (ags);

grant select on members.regions, members.workplaces to verbund_members;
grant select, insert, update on members.members to verbund_members;
