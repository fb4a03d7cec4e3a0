// Addresses, messages and notices say the same, through whatever hands an address came.

import assert from 'node:assert/strict';
import { e2e, queryBecomes } from './harness.mjs';

const COME = 'View=lines&amp;theta=0.4&utm_source=mail&fbclid=abc;eta=0.2).';

e2e('an address out of a mail is read as it was meant', { query: COME }, async ({ page, run }) => {
  const { view, config, notices } = await run.status();
  assert.deepEqual([view, config.theta, config.eta], ['lines', 0.4, 0.2]);
  assert.deepEqual(notices, []);
  await queryBecomes(page, 'view=lines&theta=0.4&eta=0.2');
});

e2e('notices are few and short', { query: `view=lines&${Array.from({ length: 300 }, (_, i) => `${'x'.repeat(40)}${i}=1`).join('&')}` }, async ({ page, run }) => {
  const { notices } = await run.status();
  assert.ok(notices.length <= 7 && notices.every(({ length }) => length < 300), `${notices}`);
  assert.match(notices.at(-1), /294 more/);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  assert.deepEqual((await run.status()).notices, []);
});

const PARENT = `<!doctype html><meta charset="utf-8"><title>A lecture</title><style>body { margin: 0 } iframe { border: 0 }</style>
<iframe src="{{src}}" width="640" height="360" title="playground"></iframe>`;

e2e('on a slide a notice takes one line', { query: 'view=lines&embed=1&colour=1&theta=9&thetta=2&lang=xx', parent: PARENT }, async ({ page }) => {
  const inside = page.frameLocator('iframe');
  const [notices, board] = await Promise.all(['.notices', 'main'].map((what) => inside.locator(what).boundingBox()));
  assert.ok(notices.height < 60, `${notices.height} pixels`);
  assert.ok(board.y >= notices.y + notices.height - 1, 'it covers nothing');
  await inside.getByRole('button', { name: 'Dismiss' }).click();
  await inside.getByText('there is no such setting').waitFor({ state: 'detached' });
});

e2e('a message that is wrong is told so in one sentence, and changes nothing', { query: 'view=train&data=ring&engine=cpu' }, async ({ run }) => {
  const before = await run.status();
  for (const [command, rest, name] of [
    ['fly', {}, 'command'],
    [7, {}, 'command'],
    [['play'], {}, 'command'],
    ['step', { count: 0 }, 'count'],
    ['step', { count: '3' }, 'count'],
    ['set', {}, 'settings'],
    ['set', { settings: [1, 2] }, 'settings'],
    ['set', { settings: new Date() }, 'settings'],
    ['set', { settings: { seed: 3, clip: [0.5] } }, 'clip'],
    ['set', { settings: { seed: 3, clip: { value: 0.5 } } }, 'clip'],
    ['set', { settings: { seed: 3, clip: null } }, 'clip'],
    ['set', { settings: { seed: 3, clip: Number.NaN } }, 'clip'],
    ['set', { settings: { seed: 3, theme: 'dark' } }, 'theme'],
    ['open', { query: { view: 'lines' } }, 'query'],
    ['open', { query: 'view=lines&theta=nine' }, 'theta'],
  ]) {
    const { error, notices, config, view } = await run.command(command, rest);
    assert.ok(error?.startsWith(`${name}: `), `${command} ${JSON.stringify(rest)}: ${error}`);
    assert.deepEqual(notices, [error]);
    assert.deepEqual([view, config], [before.view, before.config]);
  }
});
