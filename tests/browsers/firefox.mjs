// Firefox, by Puppeteer over WebDriver BiDi, with WebGPU in software where this machine has lavapipe.

import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CACHE, packages } from '../e2e/browser.mjs';
import { hand } from './hand.mjs';

const DRIVERS = '/usr/share/vulkan/icd.d';

/** What makes lavapipe the Vulkan driver, and its second start a fast one. */
function lavapipe() {
  let found = [];
  try {
    found = readdirSync(DRIVERS).filter((name) => name.startsWith('lvp_icd'));
  } catch {
    // No folder of drivers: Firefox finds its own, or none.
  }
  if (found.length === 0) return {};
  const shaders = join(CACHE, 'mesa');
  mkdirSync(shaders, { recursive: true });
  return { VK_DRIVER_FILES: join(DRIVERS, found[0]), VK_ICD_FILENAMES: join(DRIVERS, found[0]), MESA_SHADER_CACHE_DIR: shaders };
}

/** Starts the Firefox at this path. */
export async function start(executablePath) {
  const puppeteer = createRequire(join(packages('browsers'), 'x.js'))('puppeteer-core');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    env: { ...process.env, ...lavapipe() },
    extraPrefsFirefox: {
      'dom.webgpu.enabled': true,
      'dom.webgpu.workers.enabled': true,
      'gfx.webgpu.ignore-blocklist': true,
      'dom.w3c_touch_events.enabled': 1,
    },
  });
  return {
    version: await browser.version(),
    async open() {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width: 1280, height: 900 });
      return hand(context, page, async (from, path) => {
        const finger = await page.touchscreen.touchStart(...from);
        for (const place of path) await finger.move(...place);
        await finger.end();
      });
    },
    close: () => browser.close(),
  };
}
