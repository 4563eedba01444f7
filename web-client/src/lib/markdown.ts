// The only way from what people wrote to markup on the page: Markdown without HTML, then an allow-list.
import createDOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt('default', { html: false, breaks: true, linkify: true, typographer: false });
// A message is talk, not a document, and loads nothing from elsewhere.
markdown.disable(['image', 'heading', 'lheading', 'hr', 'table', 'reference', 'html_block', 'html_inline']);
// "Bis morgen.Da" is no address: names without http:// count only under these ends.
markdown.linkify.tlds(['de', 'at', 'ch', 'eu', 'com', 'org', 'net', 'info']);

const addresses = /^(https?:|mailto:|\/(?![/\\]))/i;
const mention = /^member:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
markdown.validateLink = (url) => addresses.test(url.trim()) || mention.test(url);

// A mention leads nowhere: it is its name as text, for the one it means on the marker.
markdown.core.ruler.push('mentions', ({ tokens, env }) => {
  for (const { children } of tokens) {
    let open: string | null = null;
    for (const token of children ?? []) {
      if (token.type === 'link_open') open = mention.exec(String(token.attrGet('href')))?.[1] ?? null;
      if (open === null || !['link_open', 'link_close'].includes(token.type)) continue;
      token.attrs = null;
      token.tag = 'mark';
      token.hidden = open !== (env as { me?: string }).me;
      if (token.type === 'link_close') open = null;
    }
  }
});

const tags = ['p', 'br', 'em', 'strong', 's', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'a', 'mark'];
const attributes = ['href', 'start'];

type Purifier = ReturnType<typeof createDOMPurify>;

function prepare(purifier: Purifier): Purifier {
  purifier.addHook('afterSanitizeAttributes', (node) => {
    const tag = node.nodeName.toLowerCase();
    // Each block finds its own direction: Arabic and German lines stand in one message.
    if (['p', 'li', 'blockquote'].includes(tag)) node.setAttribute('dir', 'auto');
    if (tag !== 'a') return;
    const href = node.getAttribute('href') ?? '';
    if (!addresses.test(href)) node.removeAttribute('href');
    else if (!href.startsWith('/')) {
      node.setAttribute('target', '_blank');
      node.setAttribute('rel', 'noopener noreferrer nofollow ugc');
    }
  });
  return purifier;
}

let purifier: Purifier | null = null;

/** Markup for a message as `me` sees it; the browser gets it as TrustedHTML where it knows such a thing. */
export function to_markup(body: string, me = ''): string {
  purifier ??= prepare(createDOMPurify(window));
  return purifier.sanitize(markdown.render(body, { me }), {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: attributes,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_TRUSTED_TYPE: true,
  }) as unknown as string;
}

/** The first words of a message as plain text, for quotes. */
export function to_line(body: string): string {
  const words: string[] = [];
  for (const block of markdown.parse(body.slice(0, 2_000), {})) {
    words.push(' ');
    for (const token of block.children ?? (block.content ? [block] : []))
      words.push(token.type === 'softbreak' || token.type === 'hardbreak' ? ' ' : token.content);
  }
  return words.join('').replace(/\s+/g, ' ').trim();
}
