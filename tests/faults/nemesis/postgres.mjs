// Faults of PostgreSQL: stopped at once, backends ended in the middle of writing, a table locked, every connection taken.
import { createConnection } from 'node:net';
import { join } from 'node:path';

/** Stops it without a word to anybody, and starts it again. */
export async function stop_at_once(stack, ms, pause) {
  await stack.kill('postgres', 'SIGQUIT');
  await pause(ms);
  stack.revive('postgres');
  await stack.postgres.answers();
  return 1;
}

/** Ends whatever backend has written and not finished, again and again: most are in the middle of their COMMIT. */
export async function terminate_writers(stack, ms) {
  const notices = await stack.sql(`
    create temporary table ended (pid int);
    do $$ declare until timestamptz := clock_timestamp() + interval '${ms} ms'; begin
      while clock_timestamp() < until loop
        -- Chosen first: as a condition among others the function would be asked of every backend, this one too.
        with writers as materialized (
          select pid from pg_stat_activity where usename ~ '^verbund_(?!owner)' and state = 'active' and backend_xid is not null)
        insert into ended select pid from writers where pg_terminate_backend(pid);
        perform pg_stat_clear_snapshot();
        perform pg_sleep(0.004);
      end loop;
    end $$;
    select count(*) from ended;`);
  return Number(notices.trim().split('\n').at(-1));
}

export async function lock_messages(stack, ms) {
  await stack.sql(`begin; lock table chat.messages in access exclusive mode; select pg_sleep(${ms / 1_000}); commit;`);
  return 1;
}

/** A connection that only takes a place; null when there is none left. */
function occupy(stack) {
  return new Promise((resolve) => {
    const socket = createConnection(join(stack.postgres.host, `.s.PGSQL.${stack.postgres.port}`));
    const words = ['user', 'verbund_chat', 'database', stack.postgres.name, 'application_name', 'faults', ''].map((each) => `${each}\0`).join('');
    const head = Buffer.alloc(8);
    head.writeInt32BE(8 + words.length, 0);
    head.writeInt32BE(196_608, 4);
    socket.on('error', () => resolve(null));
    socket.on('close', () => resolve(null));
    // R: let in. E: refused.
    socket.once('data', (answer) => resolve(answer[0] === 0x52 ? socket : null));
    socket.write(Buffer.concat([head, Buffer.from(words)]));
  });
}

/** Takes every connection there is, throws the services out of theirs, and lets go after a while. */
export async function use_up_connections(stack, ms, pause) {
  const taken = [];
  try {
    for (let socket = await occupy(stack); socket && taken.length < 200; socket = await occupy(stack)) taken.push(socket);
    await stack.sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename ~ '^verbund_(?!owner)' and application_name <> 'faults'");
    for (let socket = await occupy(stack); socket && taken.length < 200; socket = await occupy(stack)) taken.push(socket);
    await pause(ms);
    return taken.length;
  } finally {
    for (const socket of taken) socket.destroy();
  }
}
