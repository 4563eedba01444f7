-- A program's token, made from a browser's live session only; an account has at most 50 that live.
insert into members.sessions (id, member, token_hash, kind, label, scopes, expires_at)
select $3, l.member, $4, 'token', $5,
       array(select distinct t.scope from unnest($6::text[]) as t (scope) order by t.scope),
       now() + $7::bigint * interval '1 day'
from members_api.live_sessions l
join members.sessions s on s.id = l.session and s.kind = 'browser'
where l.session = $1 and l.member = $2
  and 50 > (select count(*) from members.sessions t
            where t.member = l.member and t.kind = 'token' and t.ended_at is null and t.expires_at > now())
returning id, expires_at, scopes, pg_current_xact_id()::text as xid
