-- Gateways follow within a second; who was away for a day asks everything anew.
delete from members.revocations where at < now() - interval '1 day'
