-- True for the one replica that reads the outboxes now, until its transaction ends, however it ends.
select pg_try_advisory_xact_lock(hashtextextended('notify.cursors', 0)) as mine
