// Channels as lines: name, what it is for, how much is unread.
import { Link } from '@tanstack/react-router';
import type { ChannelEntry } from '../../protocol/types';
import { useDesk } from '../../app/client';
import { useText } from '../../lib/text/catalogue';
import styles from './ChannelRows.module.css';
import { useUnread } from './unread_store';

export function ChannelRows({ channels }: { channels: readonly ChannelEntry[] }) {
  const text = useText();
  const unread = useUnread(useDesk().unread);
  return (
    <ul className={styles['rows']}>
      {channels.map((channel) => {
        const count = unread.of(channel.id);
        return (
          <li key={channel.id}>
            <Link to="/kanal/$channel" params={{ channel: channel.id }} className={count > 0 ? styles['unread'] : undefined}>
              <span>
                <span dir="auto" className={styles['name']}>{channel.name}</span>
                {channel.purpose && <small dir="auto">{channel.purpose}</small>}
              </span>
              {count > 0 && <span className={styles['count']}>{text('groups.unread', { n: count })}</span>}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
