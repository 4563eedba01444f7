// How I stand to a space that I have not joined, who can let me in, and what I can do; and leaving one that I have.
import { useState } from 'react';
import type { Space } from '../../protocol/types';
import { useText } from '../../lib/text/catalogue';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Problem } from '../../ui/States';
import styles from './Joining.module.css';
import { reads_along } from './queries';
import { useJoining, type Joining as Doing } from './use_joining';

function Invited({ doing }: { doing: Doing }) {
  const text = useText();
  return (
    <>
      <p>{text('joining.invited')}</p>
      <div className={styles['commands']}>
        <Button disabled={doing.busy} onClick={doing.accept}>
          {text('joining.accept')}
        </Button>
        <Button look="plain" disabled={doing.busy} onClick={doing.decline}>
          {text('joining.decline')}
        </Button>
      </div>
    </>
  );
}

function Applied({ doing }: { doing: Doing }) {
  const text = useText();
  return (
    <>
      <p>{text('joining.applied')}</p>
      <Button look="plain" disabled={doing.busy} onClick={doing.withdraw}>
        {text('joining.withdraw')}
      </Button>
    </>
  );
}

function Apply({ doing }: { doing: Doing }) {
  const text = useText();
  const [note, set_note] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        doing.join(note.trim());
      }}
    >
      <p>{text('joining.request')}</p>
      <Field
        label={text('joining.note')}
        value={note}
        onChange={(event) => set_note(event.target.value)}
        maxLength={500}
        autoComplete="off"
        dir="auto"
      />
      <Button type="submit" disabled={doing.busy}>
        {text('joining.apply')}
      </Button>
    </form>
  );
}

function Free({ doing }: { doing: Doing }) {
  const text = useText();
  return (
    <>
      <p>{text('joining.free')}</p>
      <Button disabled={doing.busy} onClick={() => doing.join()}>
        {text('joining.join')}
      </Button>
    </>
  );
}

/** For who is not in the space; an archived one is joined by nobody. */
export function Joining({ space }: { space: Space }) {
  const text = useText();
  const doing = useJoining(space);
  return (
    <section className={styles['joining']} aria-label={text('joining.label')}>
      {reads_along(space) && <p>{text('group.reads_along')}</p>}
      {space.standing === 'invited' && <Invited doing={doing} />}
      {space.standing === 'applied' && <Applied doing={doing} />}
      {space.standing === 'none' && !space.archived_at && space.joins === 'free' && <Free doing={doing} />}
      {space.standing === 'none' && !space.archived_at && space.joins === 'request' && <Apply doing={doing} />}
      {space.standing === 'none' && space.joins === 'invitation' && <p>{text('joining.invitation')}</p>}
      {doing.problem && <Problem>{text(doing.problem)}</Problem>}
    </section>
  );
}

/** For who is in the space; the association itself is not left so. */
export function Leaving({ space }: { space: Space }) {
  const text = useText();
  const doing = useJoining(space);
  const [sure, set_sure] = useState(false);
  return (
    <section className={styles['joining']} aria-label={text('joining.label')}>
      {sure && <p>{text(space.joins === 'free' ? 'leaving.question' : 'leaving.question_closed')}</p>}
      <div className={styles['commands']}>
        <Button look={sure ? 'stop' : 'plain'} disabled={doing.busy} onClick={() => (sure ? doing.leave() : set_sure(true))}>
          {text(sure ? 'leaving.yes' : 'leaving.leave')}
        </Button>
        {sure && (
          <Button look="plain" disabled={doing.busy} onClick={() => set_sure(false)}>
            {text('leaving.no')}
          </Button>
        )}
      </div>
      {doing.problem && <Problem>{text(doing.problem)}</Problem>}
    </section>
  );
}
