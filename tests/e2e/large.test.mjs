// Settings beyond what an engine bears: refused before they start, with what to lower, and all goes on from there.

import assert from 'node:assert/strict';
import { e2e } from './harness.mjs';

const LARGE = 'view=train&data=ring&objective=non-saturating&minibatch_discrimination=1&kernels=32&kernel_size=16&batch=512&engine=cpu';
const refusal = (page) => page.getByRole('alert').filter({ hasText: /would need some [\d.]+ MB.*Lower one of these/s });

e2e('a run that is more than an engine bears is refused with what to lower', { query: LARGE }, async ({ page, run }) => {
  await run.play();
  await refusal(page).waitFor();
  const status = await run.until('no pretence of training', ({ running }) => !running, 5_000);
  assert.equal(status.iteration, 0);
  assert.match(status.stopped, /Lower one of these/);
  await run.command('step', { count: 1 });
  await refusal(page).waitFor();

  // One of what it names, alone, is enough.
  const [, name, value] = status.stopped.match(/(\w+)=(\d+)/);
  await run.set({ [name]: Number(value) });
  await refusal(page).waitFor({ state: 'detached' });
  await run.train(1);

  // Also in the middle of a run.
  await run.play();
  await run.set({ [name]: name === 'batch' ? 512 : 16, kernels: 32, kernel_size: 16 });
  await refusal(page).waitFor();
  await run.until('a pause', ({ running, iteration }) => !running && iteration === 0, 5_000);
});
