// What can be done by keyboard, on one page.
import { useText, type Key } from '../lib/text/catalogue';
import { Column, Pane } from '../ui/Pane';
import { PaneHeader } from '../ui/PaneHeader';
import styles from './Keys.module.css';
import { command_key } from './command_key';
import { StatusLine } from './StatusLine';
import { useTitle } from './title';

const keys: readonly { press: readonly Key[]; does: Key }[] = [
  { press: ['keys.command', 'keys.k'], does: 'keys.switcher' },
  { press: ['keys.tab'], does: 'keys.next' },
  { press: ['keys.page'], does: 'keys.messages' },
  { press: ['keys.enter'], does: 'keys.send' },
  { press: ['keys.shift', 'keys.enter'], does: 'keys.line' },
  { press: ['keys.at'], does: 'keys.mention' },
  { press: ['keys.arrows'], does: 'keys.choose' },
  { press: ['keys.escape'], does: 'keys.leave' },
];

export function Keys() {
  const text = useText();
  useTitle(text('keys.title'));
  return (
    <Pane scrolls>
      <Column>
        <PaneHeader title={text('keys.title')} back="/ich" />
        <table className={styles['keys']}>
          <tbody>
            {keys.map(({ press, does }) => (
              <tr key={does}>
                <th scope="row">
                  {press.map((key, i) => (
                    <span key={key}>
                      {i > 0 && ' + '}
                      <kbd>{key === 'keys.command' ? command_key(text) : text(key)}</kbd>
                    </span>
                  ))}
                </th>
                <td>{text(does)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <StatusLine />
      </Column>
    </Pane>
  );
}
