// The rail: the association, what is new, my groups with the open one unfolded, myself. `meant`: how much is meant for me.
import { Link, useParams } from '@tanstack/react-router';
import { useDesk } from '../../app/client';
import { command_key } from '../../app/command_key';
import { useText } from '../../lib/text/catalogue';
import { Row } from '../../ui/Row';
import { channels_of, joined, useChannels, useSpaceName, useSpaces } from './queries';
import styles from './Rail.module.css';
import { useUnread } from './unread_store';

export function Rail({ meant, on_switch }: { meant: number; on_switch: () => void }) {
  const text = useText();
  const name_of = useSpaceName();
  const { session, unread } = useDesk();
  const { data: spaces } = useSpaces();
  const { data: channels = [] } = useChannels();
  const params = useParams({ strict: false });
  useUnread(unread);
  const open = params.space ?? channels.find((channel) => channel.id === params.channel)?.space;

  return (
    <nav className={styles['rail']} aria-label={text('rail.label')}>
      <Link to="/" className={styles['association']} dir="auto">
        {session.association}
      </Link>
      <h2>{text('rail.for_you')}</h2>
      <ul>
        <li>
          <Row to="/" name={text('news.title')} meant={meant} />
        </li>
        <li>
          <button type="button" className={styles['switch']} aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K" onClick={on_switch}>
            {text('switcher.open')}
            <kbd aria-hidden="true">{command_key(text)} K</kbd>
          </button>
        </li>
      </ul>
      <h2>{text('rail.groups')}</h2>
      <ul>
        {joined(spaces ?? []).map((space) => {
          const own = channels_of(channels, space.id);
          const count = own.reduce((sum, channel) => sum + unread.of(channel.id), 0);
          return (
            <li key={space.id}>
              <Row to={`/gruppe/${space.id}`} plate={space.plate} name={name_of(space)} unread={count} />
              {space.id === open && own.length > 0 && (
                <ul>
                  {own.map((channel) => (
                    <li key={channel.id}>
                      <Row sub to={`/kanal/${channel.id}`} name={channel.name} unread={unread.of(channel.id)} />
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
      <div className={styles['foot']}>
        <Row to="/gruppen" name={text('rail.all_groups')} />
        <Row to="/ich" name={session.name} />
      </div>
    </nav>
  );
}
