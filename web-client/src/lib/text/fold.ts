// Compares words as people mean them: without case, accents and hyphens.

/** What is compared of a text. */
export function fold(text: string): string {
  return text.toLocaleLowerCase('de').normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/ß/g, 'ss').replace(/[-–—·/&]/g, ' ');
}

/** Every word of `wanted` is how some word of `text` begins. */
export function begins_so(text: string, wanted: string): boolean {
  const words = fold(text).split(/\s+/);
  return fold(wanted).split(/\s+/).filter(Boolean).every((each) => words.some((word) => word.startsWith(each)));
}
