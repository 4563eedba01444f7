// How I stand to a space that I have not joined, who can let me in, and what I can do; and leaving one that I have.
import { useState } from 'react';
import type { Space } from '../../protocol/types';
import { useText } from '../../lib/text/catalogue';
import { AskedTwice } from '../../ui/AskedTwice';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Problem } from '../../ui/States';
import styles from './Joining.module.css';
import { reads_along, useSpaces } from './queries';
import { useJoining, type Joining as Doing } from './use_joining';

function Invited({ doing }: { doing: Doing }) {
  const text = useText();
  return (
    <>
      <p>{text('joining.invited')}</p>
      <div className={styles['commands']}>
        <Button disabled={doing.busy} onClick={() => void doing.accept()}>
          {text('joining.accept')}
        </Button>
        <Button look="plain" disabled={doing.busy} onClick={() => void doing.decline()}>
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
      <Button look="plain" disabled={doing.busy} onClick={() => void doing.withdraw()}>
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
        void doing.join(note.trim());
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
      <Button disabled={doing.busy} onClick={() => void doing.join()}>
        {text('joining.join')}
      </Button>
    </>
  );
}

/** For who is not in the space; an archived one is joined by nobody. */
export function Joining({ space }: { space: Space }) {
  const text = useText();
  const doing = useJoining(space);
  const { data: spaces = [] } = useSpaces();
  // Who is not in the association is a guest, and comes in by invitation everywhere.
  const guest = !spaces.some((each) => each.kind === 'association' && each.role && each.role !== 'guest');
  const way = space.standing !== 'none' ? space.standing : guest ? 'invitation' : space.archived_at ? 'none' : space.joins;
  return (
    <section className={styles['joining']} aria-label={text('joining.label')}>
      {reads_along(space) && <p>{text('group.reads_along')}</p>}
      {way === 'invited' && <Invited doing={doing} />}
      {way === 'applied' && <Applied doing={doing} />}
      {way === 'free' && <Free doing={doing} />}
      {way === 'request' && <Apply doing={doing} />}
      {way === 'invitation' && <p>{text('joining.invitation')}</p>}
      {doing.problem && <Problem>{text(doing.problem)}</Problem>}
    </section>
  );
}

/** For who is in the space; the association itself is not left so. */
export function Leaving({ space }: { space: Space }) {
  const text = useText();
  const doing = useJoining(space);
  return (
    <section className={styles['joining']} aria-label={text('joining.label')}>
      <AskedTwice
        command={text('leaving.leave')}
        question={text(space.joins === 'free' ? 'leaving.question' : 'leaving.question_closed')}
        yes={text('leaving.yes')}
        no={text('leaving.no')}
        disabled={doing.busy}
        run={doing.leave}
      />
      {doing.problem && <Problem>{text(doing.problem)}</Problem>}
    </section>
  );
}
