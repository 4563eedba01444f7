-- The stream of a space or a member exists from its first use on.
insert into chat.streams (id, kind) values ($1, $2) on conflict (id) do nothing
