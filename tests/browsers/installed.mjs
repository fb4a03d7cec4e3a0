// Which browsers are here. Who is not is skipped, and the list says so.

import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const { env } = process;

/** The first of these programs that can be run: a path, or a name to look for. */
function program(...names) {
  const folders = (env.PATH ?? '').split(delimiter);
  const places = names.flatMap((name) => (name.includes('/') ? [name] : folders.map((folder) => join(folder, name))));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** MiniBrowser lies beside the library, in a folder that is named after machine and version. */
function miniBrowser() {
  const library = '/usr/lib';
  const within = (folder) => {
    try {
      return readdirSync(folder).map((name) => join(folder, name));
    } catch {
      return [];
    }
  };
  const folders = within(library).flatMap(within).filter((folder) => /\/webkit2?gtk-[\d.]+$/.test(folder));
  return program(...folders.sort().reverse().map((folder) => join(folder, 'MiniBrowser')));
}

/** The browsers of the list, in its order: name, and how it is started; undefined where it is not here. */
export const BROWSERS = [
  { name: 'Chromium', start: async () => (await import('./chromium.mjs')).start() },
  { name: 'Firefox', start: firefox() },
  { name: 'WebKit', start: webkit() },
];

function firefox() {
  const path = program(...[env.FIREFOX, 'firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'].filter(Boolean));
  return path && (async () => (await import('./firefox.mjs')).start(path));
}

function webkit() {
  const [driver, screen, browser] = [program('WebKitWebDriver'), program('Xvfb'), miniBrowser()];
  return driver && screen && browser && (async () => (await import('./webkit.mjs')).start({ driver, screen, browser }));
}
