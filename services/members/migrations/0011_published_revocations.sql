-- What was taken away, for services that keep something because of a right. Every position is here, so that a reader sees
-- when the log no longer goes back to where it was; what concerns only who watches one stream is of the kind 'stream'.
create view members_api.revocations as
select position, case when stream is null then kind else 'stream' end as kind, member, space from members.revocations;

grant select on members_api.revocations to verbund_members, verbund_reader;
