-- The two schemas of members and who may use them: verbund_members writes, verbund_reader reads what is published.

-- Roles belong to the whole cluster: another database of it may have made them already, or be making them right now.
do $$
begin
  create role verbund_members login;
exception
  when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
  create role verbund_reader nologin;
exception
  when duplicate_object or unique_violation then null;
end
$$;

-- No DDL at run time, temporary tables included.
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
end
$$;

create schema members;
create schema members_api;
grant usage on schema members, members_api to verbund_members;
grant usage on schema members_api to verbund_reader;
