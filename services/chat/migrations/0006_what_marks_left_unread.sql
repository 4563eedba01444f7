-- What a read mark left unread is stored with it, and up to which number that was counted: it used to be counted whenever
-- somebody looked, so that the same object at the same position had many states. Old marks are told as counted up to themselves.
alter table chat.read_marks
  add column unread bigint not null default 0,
  add column last_number bigint not null default 0;
update chat.read_marks set last_number = number;
