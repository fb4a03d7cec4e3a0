// The architecture table: recorded pictures, each a way to the run that made it.

import assert from 'node:assert/strict';
import { e2e } from './harness.mjs';

e2e('the architecture table has 28 runs, and a click trains one', { query: 'view=architectures' }, async ({ page, run }) => {
  const fetched = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.reload();
  await run.ready();
  const tiles = page.getByRole('table').getByRole('link');
  assert.equal(await tiles.count(), 28);
  let recorded = 0;
  for (const tile of await tiles.all()) {
    await tile.scrollIntoViewIfNeeded();
    const picture = tile.locator('img');
    if ((await picture.count()) === 0) continue;
    recorded += 1;
    await picture.evaluate((img) => img.decode());
    assert.ok(await picture.evaluate((img) => img.naturalWidth === 224 && img.naturalHeight === 140));
    assert.match(await tile.innerText(), /FID \d+, \d+ of 10 digits|diverged/);
  }
  assert.ok(recorded >= 20, `${recorded} recorded runs`);
  // What is looked at is recorded: nothing is trained for it.
  assert.deepEqual(fetched.filter((url) => /engine|mnist\/|worker/.test(url)), []);

  await page.getByRole('link', { name: /^Residual.*, WGAN-GP/ }).click();
  const status = await run.until('the run to begin', ({ running, iteration }) => running && iteration > 0, 120_000);
  const { data, architecture, objective, lipschitz, optimiser } = status.config;
  assert.deepEqual(
    [status.view, data, architecture, objective, lipschitz, optimiser],
    ['train', 'mnist', 'residual', 'wasserstein', 'gradient-penalty', 'adam'],
  );
});
