// A password to fill in that one may look at: a typo nobody sees can lock out for good.
import { useState, type ComponentProps } from 'react';
import { useText } from '../lib/text/catalogue';
import { Button } from './Button';
import { Field } from './Field';

export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type' | 'command'>) {
  const text = useText();
  const [shown, set_shown] = useState(false);
  const toggle = (
    <Button look="plain" onClick={() => set_shown(!shown)}>
      {text(shown ? 'password.hide' : 'password.show')}
    </Button>
  );
  return <Field type={shown ? 'text' : 'password'} spellCheck={false} autoCapitalize="none" command={toggle} {...props} />;
}
