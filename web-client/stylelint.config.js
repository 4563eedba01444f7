// Colours, type sizes, radii and distances come from src/ui/tokens.css; nowhere else may one be invented.
const token = ['/^var\\(--/', 'inherit', 'initial', 'unset', '0', 'none'];
const colour = ['/^var\\(--/', 'inherit', 'transparent', 'currentColor', 'none'];
const distance = ['/^((var\\(--[a-z0-9-]+\\)|calc\\(.*\\)|max\\(.*\\)|0|auto)\\s*)+$/'];

/** @type {import('stylelint').Config} */
export default {
  rules: {
    'color-no-hex': true,
    'color-named': 'never',
    'function-disallowed-list': ['rgb', 'rgba', 'hsl', 'hsla', 'hwb', 'lab', 'lch', 'oklab', 'oklch', 'color', 'color-mix', 'light-dark', '/gradient$/'],
    'declaration-property-value-allowed-list': {
      '/^(color|background|background-color|fill|stroke|caret-color)$/': colour,
      '/^border(-(top|right|bottom|left|block|inline)(-(start|end))?)?-color$/': colour,
      '/^border(-(top|right|bottom|left|block|inline)(-(start|end))?)?$/': ['0', 'none', '/^var\\(--hair\\) (solid|dashed) (var\\(--[a-z0-9-]+\\)|currentColor|transparent)$/'],
      '/^inset/': [...distance, '/%$/', 'auto'],
      'border-radius': token,
      'font-size': token,
      'line-height': token,
      'font-family': token,
      'font-weight': token,
      font: [...token, '/^var\\(--/'],
      '/^(margin|padding)/': distance,
      '/gap$/': distance,
      'box-shadow': ['none', 'var(--shadow)'],
    },
    'block-no-empty': true,
    'declaration-block-no-duplicate-properties': true,
    'no-duplicate-selectors': true,
    'property-no-unknown': [true, { ignoreProperties: ['composes', 'interpolate-size'] }],
    'unit-no-unknown': true,
  },
  overrides: [{ files: ['src/ui/tokens.css', 'src/ui/fonts.css'], rules: { 'color-no-hex': null, 'declaration-property-value-allowed-list': null } }],
};
