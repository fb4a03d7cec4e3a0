// A tab whose driver speaks as Playwright and Puppeteer do; they differ in how a finger moves.

/** `touch(from, path)`: a finger comes down there, goes along these places, and is lifted. */
export const hand = (context, page, touch) => ({
  goto: (url) => page.goto(url),
  evaluate: (what, argument) => page.evaluate(what, argument),
  screenshot: (path) => page.screenshot({ path }),
  close: () => context.close(),
  async drag(kind, { x, y }, path) {
    const places = path.map(([dx, dy]) => [x + dx, y + dy]);
    if (kind !== 'mouse') return touch([x, y], places);
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (const place of places) await page.mouse.move(...place);
    await page.mouse.up();
  },
});
