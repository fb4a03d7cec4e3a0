// What a run that plays in the page makes, beside what the same page's measuring command says: frames, charts and
// whatever else a visitor sees cost the difference.

import { Run } from '../e2e/browser.mjs';

/** Runs as a visitor opens them. */
export const LIVE = {
  'live-dcgan': { title: 'DCGAN on digits', engine: 'cpu', query: 'data=mnist&objective=non-saturating&architecture=dcgan&batch=32' },
  'live-conditional': {
    title: 'Conditional GAN',
    engine: 'cpu',
    query: 'data=mnist&objective=non-saturating&architecture=dcgan&batch=32&conditional=1&views=number,digit-metrics,losses',
  },
  'live-ring': { title: 'WGAN on the ring', engine: 'cpu', query: 'data=ring' },
  'live-ring-ns': { title: 'Non-saturating on the ring', engine: 'cpu', query: 'data=ring&objective=non-saturating' },
  'live-mlp': { title: 'WGAN on digits, MLP', engine: 'cpu', query: 'data=mnist' },
  'live-line': { title: '1-D, width 16, batch 32', engine: 'webgpu', query: 'data=gaussian-1d&width=16&depth=2&batch=32' },
};

/** Iterations a second of a run that plays, between the first and the last change that the page tells of. */
export const playing = (page, seconds) =>
  page.evaluate(async (seconds) => {
    const look = () =>
      new Promise((resolve) => {
        const hear = ({ data }) => {
          if (data?.type !== 'gan-playground:status') return;
          removeEventListener('message', hear);
          resolve({ iteration: data.iteration, time: performance.now() });
        };
        addEventListener('message', hear);
        postMessage({ type: 'gan-playground:command', command: 'query' }, '*');
      });
    let first;
    let last = await look();
    while (!first || last.time - first.time < 1_000 * seconds) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const seen = await look();
      if (seen.iteration === last.iteration) continue;
      first ??= seen;
      last = seen;
    }
    return (1_000 * (last.iteration - first.iteration)) / (last.time - first.time);
  }, seconds);

async function measured(run, steps) {
  const answer = await run.command('measure', { steps }, 600_000);
  if (answer.error) throw new Error(answer.error);
  return answer;
}

/**
 * Both speeds of each of `rounds`, in turn in one page: { live, measured }, iterations a second. Null where the browser
 * has no such engine. `withPage` opens a fresh page at an address.
 */
export function live(withPage, name, rounds, seconds) {
  const { query, engine } = LIVE[name];
  return withPage(`/app/?view=train&${query}&engine=${engine}`, async (page) => {
    await page.setViewportSize({ width: 1280, height: 1000 });
    const run = new Run(page);
    await run.ready();
    const found = await run.until(`the ${engine} engine`, (status) => status.engine === engine, 180_000);
    if (found.engine !== engine) return null;
    // What there is to fetch and to compile is there.
    await run.train(3);
    let steps = 4;
    const all = [];
    while (all.length < rounds) {
      let told = await measured(run, steps);
      while (told.seconds < seconds && told.steps === steps) told = await measured(run, (steps *= 2));
      await run.play();
      const speed = await playing(page, seconds);
      await run.halt();
      all.push({ live: speed, measured: told.steps / told.seconds });
    }
    return all;
  });
}
