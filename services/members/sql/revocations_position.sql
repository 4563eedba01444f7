-- Where the log of revocations stands.
select position from members.revocation_position
