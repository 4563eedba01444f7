// The way out of a place that is not there.
import { Link } from '@tanstack/react-router';
import { useText } from '../lib/text/catalogue';

export function HomeLink() {
  const text = useText();
  return <Link to="/gruppen">{text('not_found.home')}</Link>;
}
