-- Sessions of browsers and programs, the limits of signing in, and the one-time tokens of set-up.

create table members.sessions (
  id uuid primary key,
  member uuid not null references members.members,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  kind text not null check (kind in ('browser', 'token')),
  label text not null default '' check (char_length(label) <= 80),
  shared_device boolean not null default false,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  check (kind = 'browser' or not shared_device)
) with (fillfactor = 80);
create index on members.sessions (member);

-- One row an account, an address and a net, all of them hashed: nobody's e-mail or whereabouts can be read here.
create table members.sign_in_attempts (
  subject bytea primary key check (octet_length(subject) = 32),
  started_at timestamptz not null,
  attempts integer not null
) with (fillfactor = 50);
create index on members.sign_in_attempts (started_at);

create table members.set_up_tokens (
  hash bytea primary key check (octet_length(hash) = 32),
  expires_at timestamptz not null,
  used_at timestamptz
);

grant select, insert, update on members.sessions to verbund_members;
grant select, insert, update, delete on members.sign_in_attempts to verbund_members;
grant select, update on members.set_up_tokens to verbund_members;
