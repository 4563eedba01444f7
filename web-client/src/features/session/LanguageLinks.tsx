// The other language, offered in that language.
import { choose_language, language, useText } from '../../lib/text/catalogue';
import { Button } from '../../ui/Button';

export function LanguageLinks() {
  useText();
  const other = language() === 'de' ? 'en' : 'de';
  return (
    <p>
      <Button look="plain" lang={other} onClick={() => choose_language(other)}>
        {other === 'en' ? 'In English' : 'Auf Deutsch'}
      </Button>
    </p>
  );
}
