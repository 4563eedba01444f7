// What the code of the client is checked for.
import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'dist.previous', 'node_modules', 'src/protocol', 'public'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  hooks.configs['recommended-latest'],
  {
    rules: {
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Markup goes through lib/markdown.ts.' },
        { property: 'outerHTML', message: 'Markup goes through lib/markdown.ts.' },
        { property: 'insertAdjacentHTML', message: 'Markup goes through lib/markdown.ts.' },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'localStorage', message: 'Use lib/storage.ts: sign-out must be able to wipe it.' },
        { name: 'sessionStorage', message: 'Use lib/storage.ts: sign-out must be able to wipe it.' },
      ],
    },
  },
  { files: ['scripts/*.mjs'], languageOptions: { globals: { URL: 'readonly', console: 'readonly', process: 'readonly' } } },
  { files: ['src/lib/storage.ts'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['**/*.test.{ts,tsx}'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
