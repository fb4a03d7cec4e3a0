// A number is read as it is meant, whatever its notation, or refused in words.

import assert from 'node:assert/strict';
import { addressBecomes, e2e } from './harness.mjs';

async function types(field, text) {
  await field.fill(text);
  await field.press('Enter');
}

e2e('what is typed into a number is never another number', { query: 'view=train&data=ring&engine=cpu' }, async ({ page, run }) => {
  const rate = page.getByRole('spinbutton', { name: 'Critic learning rate' });
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
  for (const [text, kept] of [['0,005', '0.005'], ['2·10⁻³', '0.002'], ['1e−3', '0.001'], ['０．０２', '0.02'], [' 0,5 % ', '0.005']]) {
    await types(rate, text);
    assert.equal(await rate.inputValue(), kept, text);
    assert.equal((await run.status()).config.critic_lr, Number(kept), text);
  }
  for (const text of ['0,0,1', 'half', '', '1 2']) {
    await types(rate, text);
    await page.getByText(`“${text}” is not a number`).waitFor();
    assert.equal(await rate.inputValue(), '0.005', 'what stands there is the setting');
    assert.equal(await rate.getAttribute('aria-invalid'), 'true');
    assert.equal((await run.status()).config.critic_lr, 0.005);
  }
  const seed = page.getByRole('spinbutton', { name: 'Seed' });
  await types(seed, '1,000');
  await page.getByText('“1,000” can be read as 1 and as 1000').waitFor();
  await types(seed, '1 000');
  assert.equal((await run.status()).config.seed, 1000);

  // Its keys, and what it says of itself.
  await seed.press('ArrowUp');
  await seed.press('ArrowUp');
  await addressBecomes(page, 'seed', '1002');
  assert.equal(await seed.getAttribute('aria-valuenow'), '1002');
  const rateOf = await rate.evaluate((field) => [field.type, field.inputMode, field.getAttribute('aria-valuemin')]);
  assert.deepEqual(rateOf.slice(0, 2), ['text', 'decimal']);
});

e2e('a figure’s numbers are read the same', { query: 'view=lines' }, async ({ page }) => {
  const field = page.getByRole('spinbutton').first();
  await types(field, '0,25');
  assert.equal(await field.inputValue(), '0.25');
  await types(field, '−0,5');
  assert.equal(await field.inputValue(), '-0.5');
  await field.press('ArrowUp');
  assert.notEqual(await field.inputValue(), '-0.5');
});

e2e('a decimal comma in the address is a notice', { query: 'view=train&data=ring&engine=cpu&critic_lr=0,005' }, async ({ page, run }) => {
  await page.getByText(/critic_lr: “0,005” is not how numbers are written here: write 0.005/).waitFor();
  const { config } = await run.status();
  await run.reset();
  assert.notEqual(config.critic_lr, 5);
});
