-- A foreign key asks for its row once more, one query for every message and every change. The statements that write
-- have joined channel and stream themselves, in the snapshot that stores, and neither is ever deleted.
alter table chat.messages drop constraint messages_channel_fkey;
alter table chat.changes drop constraint changes_stream_fkey;
