// The place shows a fault of the page itself, and how to go on.
import { useText } from '../lib/text/catalogue';
import { Button } from '../ui/Button';
import { Column, Pane } from '../ui/Pane';
import { Sentence } from '../ui/States';

export function Broken() {
  const text = useText();
  return (
    <Pane scrolls>
      <Column>
        <Sentence
          title={text('broken.title')}
          command={<Button onClick={() => location.reload()}>{text('broken.reload')}</Button>}
        >
          {text('broken.text')}
        </Sentence>
      </Column>
    </Pane>
  );
}
