-- Objects that went from a stream are told for 90 days; up to which position that is no longer so stands here.
alter table chat.streams add column forgotten bigint not null default 0;
create index changes_gone on chat.changes (changed_at) where gone;
