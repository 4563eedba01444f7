// Starts the page: language and appearance before the first paint, then who is signed in, then the address.
import { createRoot } from 'react-dom/client';
import { start_language } from '../lib/text/catalogue';
import { show_appearance } from '../ui/appearance';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { App } from './App';
import { hold_bar_while_pressing } from './bottom_bar';
import { make_client } from './client';
import { reload_when_outdated } from './parts';
import { follow_viewport } from './viewport';

start_language();
show_appearance();
follow_viewport();
hold_bar_while_pressing();
// The most frequent place is fetched while it is asked who is signed in.
if (location.pathname.startsWith('/kanal/')) void import('../features/chat/ChannelPage');

const client = make_client();
reload_when_outdated();
void client.session.load();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App client={client} />);
