update notify.cursors set xid = $1::text::xid8, id = $2 where source = 'chat'
