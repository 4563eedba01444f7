select session from members_api.live_sessions where session = $1 and member = $2
