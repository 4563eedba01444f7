// My groups and their channels, like a table of contents; below, what else one can join.
import { StatusLine } from '../../app/StatusLine';
import { useTitle } from '../../app/title';
import { useText } from '../../lib/text/catalogue';
import { Column, Pane } from '../../ui/Pane';
import { PaneHeader } from '../../ui/PaneHeader';
import { Loading, Sentence, Unreachable } from '../../ui/States';
import { ChannelRows } from './ChannelRows';
import styles from './Groups.module.css';
import { channels_of, joined, others, useChannels, useSpaces } from './queries';
import { SpaceLink } from './SpaceLink';

export function Groups() {
  const text = useText();
  const spaces = useSpaces();
  const channels = useChannels();
  useTitle(text('rail.groups'));
  const mine = joined(spaces.data ?? []);
  const more = others(spaces.data ?? []);

  return (
    <Pane scrolls>
      <Column>
        <PaneHeader title={text('rail.groups')} />
        {spaces.isPending && <Loading />}
        {spaces.isError && !spaces.data && <Unreachable again={() => void spaces.refetch()} />}
        {spaces.data && mine.length === 0 && <Sentence>{text(more.length > 0 ? 'groups.empty_choose' : 'groups.empty')}</Sentence>}
        {mine.map((space) => (
          <section key={space.id} className={styles['group']} aria-labelledby={space.id}>
            <h2 id={space.id}>
              <SpaceLink space={space} />
            </h2>
            <ChannelRows channels={channels_of(channels.data ?? [], space.id)} />
          </section>
        ))}
        {more.length > 0 && (
          <section className={styles['others']} aria-labelledby="others">
            <h2 id="others">{text('groups.others')}</h2>
            <ul>
              {more.map((space) => (
                <li key={space.id}>
                  <SpaceLink space={space} quiet />
                  <small>{text(space.standing === 'none' ? 'group.members' : `standing.${space.standing}`, { n: space.member_count })}</small>
                </li>
              ))}
            </ul>
          </section>
        )}
        <StatusLine />
      </Column>
    </Pane>
  );
}
