-- The messages of these ids as they are now; the text only where somebody may be mentioned.
select id, mentioning from chat_api.messages where id = any($1)
