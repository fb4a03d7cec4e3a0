// One row per objective, one column per Lipschitz control: our CPU engine on the 2-D workload. There
// is no peer for most of them, so each is told as a share of the plain GAN's speed in the same round.

import { Run } from '../e2e/browser.mjs';
import { WORKLOADS } from './workloads.mjs';

const PLAIN = { objective: 'non-saturating', lipschitz: 'none' };
// Everything else stays as in the 2-D workload.
const FIXED = { critic_steps: 1, optimiser: 'adam', critic_lr: 2e-4, generator_lr: 2e-4, beta1: 0.5, penalty_weight: 0.1 };

const values = (page, name) =>
  page
    .getByRole('combobox', { name, exact: true })
    .locator('option')
    .evaluateAll((options) => options.map((option) => option.value));

async function speed(run, settings, seconds) {
  const answer = await run.set({ ...settings, ...FIXED });
  if (answer.error) throw new Error(answer.error);
  for (let steps = 8; ; steps *= 2) {
    const measured = await run.command('measure', { steps }, 600_000);
    if (measured.error) throw new Error(measured.error);
    if (measured.seconds >= seconds) return measured.steps / measured.seconds;
  }
}

/** Prints the table; `withPage` opens a fresh page at an address. */
export function zoo(withPage, seconds) {
  return withPage(`/app/?view=train&${WORKLOADS.plane.query}&engine=cpu`, async (page) => {
    const run = new Run(page);
    await run.ready();
    await run.until('the engine', (status) => status.engine === 'cpu');
    const [objectives, controls] = [await values(page, 'Objective'), await values(page, 'Lipschitz control')];
    console.log(`\n${WORKLOADS.plane.title}: steps per second, and share of the plain GAN's in the same row`);
    console.log(['objective'.padEnd(15), ...controls.map((control) => control.slice(0, 16).padStart(17))].join(''));
    for (const objective of objectives) {
      const plain = await speed(run, PLAIN, seconds);
      const cells = [];
      for (const lipschitz of controls) {
        const found = await speed(run, { objective, lipschitz }, seconds);
        cells.push(`${found.toFixed(0)} (${(found / plain).toFixed(2)})`.padStart(17));
      }
      console.log([objective.padEnd(15), ...cells].join(''));
    }
  });
}
