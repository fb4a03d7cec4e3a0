// What was measured finds its place in the documentation. Needs no browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placed, table } from '../../scripts/measured.mjs';

test('a table is written between its marks, and nowhere else', () => {
  const text = (a, b) => `x\n<!-- measured a by ./dev a -->\n${a}\n<!-- end a -->\ny\n<!-- measured b by ./dev b -->\n${b}\n<!-- end b -->\n`;
  assert.equal(placed(text('old\n\nlines', 'other'), 'a', '$& new'), text('$& new', 'other'));
  assert.throws(() => placed(text('', ''), 'c', ''), /no marks for c/);
  assert.equal(table(['file', 'raw'], [['a', '1'], ['b', '2']]), '| file | raw |\n| --- | ---: |\n| a | 1 |\n| b | 2 |');
});
