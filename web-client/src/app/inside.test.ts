// Nobody is sent to a foreign page by a link to the sign-in page.
import { expect, it } from 'vitest';
import { inside } from './inside';

const at = (address: string | undefined) => inside(address, 'https://verbund.example');

it('lets addresses of this page through', () => {
  expect(at('/kanal/1?a=b#c')).toBe('/kanal/1?a=b#c');
});

it.each([
  undefined, '', 'kanal', '//evil.example', '/\\evil.example', '/\t/evil.example', '/\n\\evil.example',
  'https://evil.example', 'javascript:alert(1)', '//', '/.//evil.example',
])('sends %j to the start', (address) => {
  expect(at(address)).toBe('/');
});
