/** Opens pages in Chromium, uses them as a person would, and prints what was seen as JSON. */
import axe from "axe-core";
import { type Browser, chromium as driver, type Page } from "playwright-core";
import { chromium } from "./_chromium.ts";

/** What happened on a page beside what it shows. */
export interface Incidents {
  /** Everything on the console, warnings and refusals of the policy among it. */
  console: string[];
  errors: string[];
  /** Every address asked for, but the page's own. */
  requests: string[];
  dialogs: string[];
}

/** For what takes a moment, on a machine that is busy with other tests. */
const patienceMs = 120_000;

interface Opened {
  page: Page;
  incidents: Incidents;
}

interface Look {
  dark?: boolean;
  width?: number;
  stillness?: boolean;
  scripts?: boolean;
}

async function open(browser: Browser, path: string, look: Look = {}): Promise<Opened> {
  const context = await browser.newContext({
    colorScheme: look.dark ? "dark" : "light",
    reducedMotion: look.stillness ? "reduce" : "no-preference",
    viewport: { width: look.width ?? 1280, height: 900 },
    javaScriptEnabled: look.scripts ?? true,
  });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const incidents: Incidents = { console: [], errors: [], requests: [], dialogs: [] };
  const own = new URL(`file://${path}`).href;
  page.on("console", (message) => incidents.console.push(message.text()));
  page.on("pageerror", (error) => incidents.errors.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (url !== own && !url.startsWith("data:image/")) incidents.requests.push(url);
  });
  page.on("dialog", (dialog) => {
    incidents.dialogs.push(dialog.message());
    return dialog.dismiss();
  });
  await page.goto(own);
  return { page, incidents };
}

/** Rules of WCAG 2.2 AA and of good practice that a page breaks, with where. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(
    `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
    "wcag22aa", "best-practice"] }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => id + ": " + target + ": " + failureSummary)))`,
  );
}

const firstCells = (table: string) => `${table} tbody tr > :first-child`;

async function sorting(page: Page) {
  const table = "section:has(#section-results) > div:nth-of-type(1) table";
  const texts = () => page.locator(firstCells(table)).allInnerTexts();
  const head = page.locator(`${table} thead th`).filter({ hasText: "training loss" });
  const button = head.locator("button");
  const before = await texts();
  await button.click();
  const rising = { order: await texts(), said: await head.getAttribute("aria-sort") };
  await button.focus();
  await page.keyboard.press("Enter");
  const falling = { order: await texts(), said: await head.getAttribute("aria-sort") };
  const first = page.locator(`${table} thead th button`).first();
  await first.focus();
  await page.keyboard.press("Space");
  const byName = { order: await texts(), left: await head.getAttribute("aria-sort") };
  return { before, rising, falling, byName };
}

async function toggling(page: Page) {
  const lines = () => page.locator(".panel").first().locator("path.line").count();
  const panels = () => page.locator(".panel").allInnerTexts();
  const rows = () => page.locator("#curves-values tbody th").allInnerTexts();
  const before = { lines: await lines(), panels: (await panels()).length, rows: await rows() };
  await page.locator("#curves-variants label").first().click();
  const without = { lines: await lines(), rows: await rows() };
  await page.locator("#curves-metrics input").nth(1).focus();
  await page.keyboard.press("Space");
  const fewer = (await panels()).length;
  await page.getByRole("group", { name: "Variants" }).getByRole("button", { name: "none" }).click();
  const none = await lines();
  await page.getByRole("group", { name: "Variants" }).getByRole("button", { name: "all" }).click();
  return { before, without, fewer, none, again: await lines() };
}

async function hovering(page: Page) {
  const plot = page.locator(".panel > svg").first();
  await plot.scrollIntoViewIfNeeded();
  const box = (await plot.boundingBox())!;
  // Half way between the ends of the axis, which is 62 from the left and 14 from the right.
  const x = box.x + 62 + (box.width - 76) / 2;
  await page.mouse.move(x, box.y + 60);
  const tip = page.locator(".tip:visible");
  const atPointer = await tip.innerText();
  const table = await page.locator("#curves-values").innerText();
  await page.keyboard.press("Escape");
  const afterEscape = await tip.count();
  const slider = page.locator("#curves-epoch");
  await slider.focus();
  const moment = () => page.locator("#curves-moment").innerText();
  const there = await moment();
  await page.keyboard.press("ArrowLeft");
  const before = await moment();
  const said = await slider.getAttribute("aria-valuetext");
  await page.keyboard.press("Home");
  return { atPointer, table, afterEscape, there, before, said, home: await moment() };
}

async function darkness(browser: Browser, path: string) {
  const background = (page: Page) =>
    page.evaluate("getComputedStyle(document.body).backgroundColor") as Promise<string>;
  const light = await open(browser, path);
  const inLight = await background(light.page);
  const lightViolations = await violations(light.page);
  await light.page.getByRole("button", { name: "Dark" }).click();
  const switched = await background(light.page);
  const pressed = await light.page.locator("#theme").getAttribute("aria-pressed");
  const dark = await open(browser, path, { dark: true, stillness: true });
  const inDark = await background(dark.page);
  const darkViolations = await violations(dark.page);
  const still = await dark.page.evaluate(
    "getComputedStyle(document.documentElement).scrollBehavior",
  );
  await dark.page.getByRole("button", { name: "Dark" }).click();
  return {
    inLight,
    switched,
    pressed,
    inDark,
    still,
    back: await background(dark.page),
    violations: [...lightViolations, ...darkViolations],
  };
}

async function narrowness(browser: Browser, path: string) {
  const { page } = await open(browser, path, { width: 400 });
  return {
    over: await page.evaluate("document.documentElement.scrollWidth - innerWidth"),
    violations: await violations(page),
  };
}

async function runsTable(page: Page) {
  const place = () => page.locator("#runs-place").innerText();
  const first = () => page.locator(firstCells("#runs-table")).first().innerText();
  const rows = () => page.locator("#runs-table tbody tr").count();
  const start = { place: await place(), rows: await rows(), first: await first() };
  await page.getByRole("button", { name: "Next" }).click();
  const second = { place: await place(), first: await first() };
  const head = page.locator("#runs-table thead th").filter({ hasText: "test loss" });
  await head.locator("button").click();
  await head.locator("button").click();
  const sorted = { place: await place(), first: await first() };
  await page.getByRole("searchbox").fill("HE-seed2");
  const found = { place: await place(), rows: await rows() };
  await page.getByRole("searchbox").fill("nobody");
  return { start, second, sorted, found, none: await place() };
}

async function everyday(browser: Browser, path: string) {
  const { page, incidents } = await open(browser, path);
  return {
    incidents,
    sorting: await sorting(page),
    hovering: await hovering(page),
    toggling: await toggling(page),
    landmarks: await page.locator("header, nav, main, footer").count(),
    tables: await page.locator("table").count(),
    captions: await page.locator("table > caption").count(),
    unscoped: await page.locator("th:not([scope])").count(),
    statistics: await page.locator(".statistics:visible").count(),
    darkness: await darkness(browser, path),
    narrow: await narrowness(browser, path),
  };
}

async function hostility(browser: Browser, path: string) {
  const { page, incidents } = await open(browser, path);
  await page.locator("#curves-panels path.line").first().waitFor();
  await page.locator("#curves-metrics input").first().click();
  await page.locator("#runs-table thead button").first().click();
  const plot = page.locator(".panel > svg").first();
  await plot.hover();
  return {
    incidents,
    set: await page.evaluate("typeof window.x + typeof window.pwned"),
    title: await page.title(),
    heading: await page.locator("h1").textContent(),
    switches: await page.locator("#curves-variants label").allTextContents(),
    elements: await page.locator("script, iframe, object, embed, form, base, link, meta").count(),
    pictures: await page.locator("img:not([src^='data:image/'])").count(),
    addresses: await page.locator("[href]:not([href^='#']):not(link)").count(),
    handlers: await page.evaluate(
      "[...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name))).length",
    ),
  };
}

async function withoutScripts(browser: Browser, path: string) {
  const { page } = await open(browser, path, { scripts: false });
  return {
    pictures: await page.locator("img:visible").count(),
    tables: await page.locator("table:visible").count(),
    buttons: await page.locator("button:visible").count(),
    runs: await page.locator("#runs-table tbody tr").count(),
  };
}

async function many(browser: Browser, path: string) {
  const { page, incidents } = await open(browser, path);
  return {
    incidents,
    runs: await runsTable(page),
    switches: await page.locator("#curves-variants input").count(),
    elements: await page.evaluate("document.querySelectorAll('*').length"),
  };
}

if (import.meta.main) {
  const [normal, hostile, large] = Deno.args as [string, string, string];
  const root = Deno.build.os !== "windows" && Deno.uid() === 0;
  const browser = await driver.launch({
    executablePath: chromium()!,
    timeout: patienceMs,
    // Chromium has no sandbox for root, which containers are.
    args: root ? ["--no-sandbox"] : [],
  });
  try {
    console.log(JSON.stringify({
      everyday: await everyday(browser, normal),
      withoutScripts: await withoutScripts(browser, normal),
      hostility: await hostility(browser, hostile),
      many: await many(browser, large),
    }));
  } finally {
    await browser.close();
  }
}

/** What this program prints. */
export interface Seen {
  everyday: Awaited<ReturnType<typeof everyday>>;
  withoutScripts: Awaited<ReturnType<typeof withoutScripts>>;
  hostility: Awaited<ReturnType<typeof hostility>>;
  many: Awaited<ReturnType<typeof many>>;
}
