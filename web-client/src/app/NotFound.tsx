// The place for addresses that lead nowhere.
import { useText } from '../lib/text/catalogue';
import { HomeLink } from '../ui/HomeLink';
import { Column, Pane } from '../ui/Pane';
import { Sentence } from '../ui/States';
import { useTitle } from './title';

export function NotFound() {
  const text = useText();
  useTitle(text('not_found.title'));
  return (
    <Pane scrolls>
      <Column>
        <Sentence title={text('not_found.title')} command={<HomeLink />}>
          {text('not_found.text')}
        </Sentence>
      </Column>
    </Pane>
  );
}
