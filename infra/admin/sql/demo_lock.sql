-- One set-up at a time.
select pg_advisory_xact_lock(hashtext('verbund.load_demo')) is null as locked
