// The few icons; drawn with one stroke, silent to screen readers because a word or label stands beside them.
const paths = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  news: 'M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5',
  groups: 'M4 6h16M4 12h16M4 18h10',
  me: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20c.6-3.4 3.4-5 7-5s6.400 1.600 7 5',
};

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth={name === 'more' ? 3 : 1.75} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
