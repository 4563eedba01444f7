-- A program's token, made from a browser's live session only.
insert into members.sessions (id, member, token_hash, kind, label, scopes, expires_at)
select $3, l.member, $4, 'token', $5,
       array(select distinct t.scope from unnest($6::text[]) as t (scope) order by t.scope),
       now() + $7::bigint * interval '1 day'
from members_api.live_sessions l
join members.sessions s on s.id = l.session and s.kind = 'browser'
where l.session = $1 and l.member = $2
returning id, expires_at, scopes, pg_current_xact_id()::text as xid
