// The place for addresses that lead nowhere.
import { Link } from '@tanstack/react-router';
import { useText } from '../lib/text/catalogue';
import { Column, Pane } from '../ui/Pane';
import { Sentence } from '../ui/States';
import { useTitle } from './title';

export function NotFound() {
  const text = useText();
  useTitle(text('not_found.title'));
  return (
    <Pane scrolls>
      <Column>
        <Sentence title={text('not_found.title')} command={<Link to="/">{text('not_found.home')}</Link>}>
          {text('not_found.text')}
        </Sentence>
      </Column>
    </Pane>
  );
}
