// A run survives a crash, a reload and a closed tab; files of two tabs stand beside each other; all of it can be
// forgotten, and a browser that keeps nothing says so.

import assert from 'node:assert/strict';
import { Run } from './browser.mjs';
import { e2e, until } from './harness.mjs';

const RUN = 'view=train&data=gaussian-1d&engine=cpu&width=16&depth=1&batch=8&seed=5';

/** What is known of all that the browser keeps. */
const notes = (page) =>
  page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'gan-playground')) return [];
    return new Promise((resolve) => {
      const opening = indexedDB.open('gan-playground');
      opening.onsuccess = () => {
        const { result } = opening;
        const all = result.transaction('notes').objectStore('notes').getAll();
        all.onsuccess = () => {
          result.close();
          resolve(all.result);
        };
      };
    });
  });
const runs = async (page) => (await notes(page)).filter(({ what }) => what.Run);

/** Trains until a run is kept that has got farther than `beyond`; its iteration. */
async function keep({ page, run }, beyond = 0) {
  await run.play();
  const [kept] = await until('a run to be kept', () => runs(page), ([note]) => note?.what.Run.iteration > beyond, 30_000);
  return Number(kept.what.Run.iteration);
}

/** Another tab of the same browser. */
async function tab(context, src) {
  const page = await context.newPage();
  await page.goto(src);
  const run = new Run(page);
  await run.ready();
  return { page, run };
}

const offer = (page) => page.getByRole('region', { name: 'Runs that were kept' });

/** Takes the run up that is offered; the status where it stands then. */
async function takeUp({ page, run }) {
  await offer(page).getByText(/at iteration [\d,]+, .* ago/).waitFor();
  const [{ what }] = await runs(page);
  await offer(page).getByRole('button', { name: 'Take it up again' }).click();
  const status = await run.until('the run to stand where it was', ({ iteration }) => iteration > 0, 30_000);
  assert.equal(status.iteration, Number(what.Run.iteration));
  assert.equal(status.running, false, 'it waits for Play');
  assert.equal(await offer(page).count(), 0, 'the offer is answered');
  return status;
}

/** The list of all that is kept, opened. */
async function list(page) {
  await page.locator('summary', { hasText: 'Display' }).click();
  await page.getByRole('banner').getByRole('button', { name: 'What this browser keeps' }).click();
  return page.getByRole('dialog', { name: 'What this browser keeps' });
}

e2e('a run survives a crash, a reload and a closed tab, bit by bit', {
  query: RUN, expected: [/the page crashed/],
}, async ({ page, run, context, src }) => {
  const kept = await keep({ page, run });
  const devtools = await context.newCDPSession(page);
  // It is not there any more to answer.
  devtools.send('Page.crash').catch(() => {});
  await page.waitForEvent('crash');

  const second = await tab(context, src);
  const taken = await takeUp(second);
  assert.ok(taken.iteration >= kept, `${taken.iteration} is not beyond ${kept}`);
  const { losses } = await second.run.steps(1);
  const further = await keep(second, taken.iteration + 1);

  await second.page.reload();
  await second.run.ready();
  assert.equal((await second.run.status()).iteration, 0, 'nothing is taken up unasked');
  const again = await takeUp(second);
  assert.ok(again.iteration >= further);
  await second.page.close();
  const third = await tab(context, src);
  assert.equal((await takeUp(third)).iteration, again.iteration, 'a tab that is closed has lost nothing');
  const late = await third.run.steps(1);

  // The same without any of this, in a browser that knows nothing of it.
  const elsewhere = await context.browser().newContext();
  const plain = await tab(elsewhere, src);
  assert.equal(await offer(plain.page).count(), 0);
  assert.deepEqual((await plain.run.steps(taken.iteration + 1)).losses, losses);
  assert.deepEqual((await plain.run.steps(late.iteration - taken.iteration - 1)).losses, late.losses);
  await elsewhere.close();
});

e2e('what a living tab has is not offered elsewhere; what is forgotten is gone', { query: RUN }, async ({ page, run, context, src }) => {
  await keep({ page, run });
  const other = await tab(context, src);
  const dialog = await list(other.page);
  await dialog.getByText('It is open in another tab.').waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Take it up again' }).count(), 0);
  assert.equal(await offer(other.page).count(), 0);
  await page.close();
  await other.page.reload();
  await other.run.ready();
  await offer(other.page).getByRole('button', { name: 'Take it up again' }).waitFor();

  // One of another version of the page can be forgotten, and not taken up.
  await other.page.evaluate(() => new Promise((resolve) => {
    const opening = indexedDB.open('gan-playground');
    opening.onsuccess = () => {
      const both = opening.result.transaction('notes', 'readwrite');
      const all = both.objectStore('notes');
      all.getAll().onsuccess = ({ target }) => all.put({ ...target.result[0], format: 0 }, target.result[0].id);
      both.oncomplete = () => resolve(opening.result.close());
    };
  }));
  await other.page.reload();
  await other.run.ready();
  await offer(other.page).getByText(/another version of this page/).waitFor();
  assert.equal(await offer(other.page).getByRole('button', { name: 'Take it up again' }).count(), 0);
  await offer(other.page).getByRole('button', { name: /^Forget/ }).click();
  await until('nothing to be kept', () => notes(other.page), ({ length }) => length === 0, 10_000);
  assert.equal(await offer(other.page).count(), 0);
});

const csv = (name, rows) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
const card = (page) => page.getByRole('region', { name: 'Your numbers' });
const choose = (page, file) => card(page).locator('input[type=file]').setInputFiles(file);

e2e('files of two tabs stand beside each other, a run on one comes back with it, and all can be forgotten', {
  query: 'view=train&data=own-2d&engine=cpu&width=16&depth=1&batch=8',
}, async ({ page, run, context, src }) => {
  const rows = (n) => Array.from({ length: n }, (_, i) => `${i},${(i * i) % 17}`);
  await choose(page, csv('first.csv', rows(20)));
  await card(page).getByText('20 points from first.csv.').waitFor();
  await card(page).getByText('They are kept in this browser').waitFor();
  const other = await tab(context, src);
  await choose(other.page, csv('second.csv', rows(30)));
  await card(other.page).getByText('They are kept in this browser').waitFor();

  await page.reload();
  await run.ready();
  await card(page).getByText('20 points from first.csv.').waitFor();
  const kept = await keep({ page, run });
  await page.close();
  await other.page.reload();
  await other.run.ready();
  await card(other.page).getByText('30 points from second.csv.').waitFor();
  assert.ok((await takeUp(other)).iteration >= kept);
  await card(other.page).getByText('20 points from first.csv.').waitFor();
  await other.run.steps(1);

  // A file takes the runs along that are trained on it.
  const dialog = await list(other.page);
  await dialog.getByRole('button', { name: 'Forget: first.csv' }).click();
  await dialog.getByText('first.csv').waitFor({ state: 'detached' });
  await until('its run to be gone', () => runs(other.page), ({ length }) => length === 0, 10_000);
  await dialog.getByRole('button', { name: 'Forget all' }).click();
  await until('nothing to be kept', () => notes(other.page), ({ length }) => length === 0, 10_000);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await card(other.page).getByText('No file is chosen yet.').waitFor();
  await other.page.reload();
  await other.run.ready();
  await card(other.page).getByText('No file is chosen yet.').waitFor();
});

e2e('a browser that keeps nothing says so, and trains', { query: RUN }, async ({ context, src }) => {
  const without = {
    'no IndexedDB': () => Object.defineProperty(window, 'indexedDB', { value: undefined }),
    'no room': () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('There is no room', 'QuotaExceededError');
      };
    },
  };
  for (const [what, take] of Object.entries(without)) {
    const bare = await context.browser().newContext();
    await bare.addInitScript(take);
    const { page, run } = await tab(bare, src);
    await run.play();
    await page.getByRole('status').filter({ hasText: 'This run is not kept' }).waitFor({ timeout: 30_000 });
    const { iteration, error } = await run.status();
    assert.equal(error, null, what);
    await run.until('more iterations', (status) => status.iteration > iteration);
    await bare.close();
  }
});
