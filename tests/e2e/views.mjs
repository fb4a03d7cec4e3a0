// Every view that there is, as the page itself lists them.

/** Runs that show each of the train view's faces. */
const RUNS = [
  'view=train&data=ring',
  'view=train&data=gaussian-1d',
  'view=train&data=mnist&views=digit-metrics,losses,weights,spectrum',
  'view=train&data=mnist&architecture=progressive&views=latent&latent_way=pad',
  'view=train&data=mnist&conditional=1&views=epochs,number,quiz,nearest',
  'view=train&data=own-2d',
  'view=train&data=own-images',
  'view=train&data=drawn',
  'view=train&data=ring&lesson=mode-collapse',
];

/** The addresses of all views, from the menu of an open page. */
export async function everyView(page) {
  const links = page.locator('.figures a');
  const figures = await links.evaluateAll((all) => all.map((link) => new URL(link.href).search.slice(1)));
  return ['view=gallery', 'view=architectures', ...RUNS, ...figures];
}
