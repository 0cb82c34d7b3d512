// Takes the pictures of docs/screens: node tests/ui/with-kith.mjs screens.mjs
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const out = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/screens');
const browser = await chromium.launch({
    executablePath: process.env.KITH_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    locale: 'en-GB',
    timezoneId: 'Europe/Brussels',
});
const page = await context.newPage();
await page.goto(process.env.KITH_URL);
await page.getByLabel('E-mail').fill(process.env.KITH_EMAIL);
await page.getByLabel('Password', { exact: true }).fill(process.env.KITH_PASSWORD);
await page.keyboard.press('Enter');
await page.waitForSelector('.people');
await page.evaluate(() => document.fonts.ready);
await page.screenshot({ path: path.join(out, 'people.png') });
await page.getByRole('link', { name: 'Anneliese Rauch' }).first().click();
await page.waitForSelector('.entry');
await page.evaluate(() => document.fonts.ready);
await page.screenshot({ path: path.join(out, 'person.png') });
await page.goto(new URL('/log', process.env.KITH_URL).href);
await page.waitForSelector('select option', { state: 'attached' });
await page.evaluate(() => document.fonts.ready);
await page.screenshot({ path: path.join(out, 'log.png') });
await browser.close();
