// Asks once more before one's own message is taken back.
import { useEffect, useRef, useState } from 'react';
import type { Message } from '../../protocol/types';
import { useClient, useDesk } from '../../app/client';
import { as_error } from '../../lib/rpc/error';
import { as_changes, put } from '../../lib/streams/reducer';
import { useText } from '../../lib/text/catalogue';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/States';
import styles from './Composer.module.css';

export function DeleteQuestion({ message, done }: { message: Message; done: () => void }) {
  const text = useText();
  const { connection } = useClient();
  const { streams } = useDesk();
  const box = useRef<HTMLDivElement>(null);
  const [state, set_state] = useState<'asks' | 'busy' | 'failed'>('asks');
  useEffect(() => box.current?.querySelector('button')?.focus(), []);

  async function remove() {
    set_state('busy');
    try {
      const { id, channel } = message;
      const gone = await connection.call('chat.delete_message', { id, channel });
      streams.update(`channel:${channel}`, (present) => put(present, as_changes([gone])));
      done();
    } catch (thrown) {
      as_error(thrown);
      set_state('failed');
    }
  }

  return (
    <div ref={box} role="group" aria-label={text('delete.question')} onKeyDown={(event) => event.key === 'Escape' && done()}>
      <p>{text('delete.question')}</p>
      {state === 'failed' && <Problem>{text('delete.failed')}</Problem>}
      <div className={styles['commands']}>
        <Button look="stop" disabled={state === 'busy'} onClick={() => void remove()}>
          {text('delete.yes')}
        </Button>
        <Button look="plain" onClick={done}>
          {text('edit.cancel')}
        </Button>
      </div>
    </div>
  );
}
