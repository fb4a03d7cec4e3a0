// The addresses that the documentation promises.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { e2e } from './harness.mjs';

const promised = async () => {
  const text = await readFile(new URL('../../docs/urls.md', import.meta.url), 'utf8');
  return [...text.matchAll(/`\?([^`]+)`/g)].map(([, query]) => query);
};

// How many children the elements of MathML have. Firefox draws an error in the place of any other
// number, Chromium something.
const CHILDREN = { msub: 2, msup: 2, munder: 2, mover: 2, mfrac: 2, mroot: 2, msubsup: 3, munderover: 3 };

const malformed = (children) =>
  [...document.querySelectorAll('math *')]
    .filter(({ localName, childElementCount }) => (children[localName] ?? childElementCount) !== childElementCount)
    .map(({ outerHTML }) => outerHTML);

e2e('every promised address opens what it says', { query: 'view=gallery' }, async ({ page, run }) => {
  const queries = await promised();
  assert.ok(queries.length > 60, `${queries.length} addresses were found`);
  for (const query of queries) {
    const status = await run.command('open', { query });
    assert.equal(status.error, null, query);
    assert.deepEqual(status.notices, [], query);
    assert.equal(status.view, new URLSearchParams(query).get('view'), query);
    // It is drawn: a figure, a canvas, the sheet for a drawing, or recorded pictures.
    await page.locator('main canvas, main img').first().waitFor({ timeout: 10_000 });
    assert.deepEqual(await page.evaluate(malformed, CHILDREN), [], query);
  }
});
