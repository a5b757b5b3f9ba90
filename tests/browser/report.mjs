// Opens reports from file:// in headless Chromium and checks what a person relies on: nothing leaves the page, no error,
// filters, search, keys and 3D work, languages switch, tables are there without scripts, axe-core finds nothing serious,
// nothing is wider than a phone, and it prints. Pictures of each page go to the folder of the first report.
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const files = process.argv.slice(2).map((file) => resolve(file));
const looks = join(dirname(files[0]), "looks");
mkdirSync(looks, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
});
let passed = 0, failed = 0;
function test(name, good, detail = "") {
  if (good) passed += 1;
  else { failed += 1; console.log(`FAILED ${name} ${detail}`); }
}

/** A page that notes every request and every complaint. */
async function open(file, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.noted = { requests: [], errors: [] };
  page.on("request", (request) => {
    if (!request.url().startsWith("data:") && request.url() !== pathToFileURL(file).href) page.noted.requests.push(request.url());
  });
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) page.noted.errors.push(message.text()); });
  page.on("pageerror", (error) => page.noted.errors.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  return page;
}

/** Serious findings of axe-core, as lines. */
async function accessibility(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const lines = found.violations.map((v) => `${v.impact}: ${v.id} ×${v.nodes.length}, such as ${v.nodes[0].html.slice(0, 160)}`);
  return { serious: lines.filter((line) => /^(serious|critical)/.test(line)), all: lines };
}

const shown = (page) => page.locator("#clause-table tbody tr:visible").count();

/** The 3D view drawn now, as [width, height, share of red points, number of colours]. */
const look3d = (page) => page.evaluate(() => {
  const canvas = document.getElementById("view3d");
  window.dispatchEvent(new Event("resize")); // draws at once, so that the picture can be read in this task
  const flat = document.createElement("canvas");
  [flat.width, flat.height] = [canvas.width, canvas.height];
  const pen = flat.getContext("2d");
  pen.drawImage(canvas, 0, 0);
  const data = pen.getImageData(0, 0, flat.width, flat.height).data, colours = new Set();
  let red = 0, sum = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [r, g, b] = [data[at], data[at + 1], data[at + 2]];
    if (r > 90 && r > 1.7 * g && r > 1.7 * b) red += 1;
    colours.add((r >> 3) << 10 | (g >> 3) << 5 | b >> 3);
    sum = (sum * 31 + r + g + b) | 0;
  }
  return { width: flat.width, height: flat.height, red: red / (flat.width * flat.height), colours: colours.size, sum };
});

async function filters(page, name, assessment) {
  const counts = await page.$$eval(".tile", (tiles) => tiles.map((t) => [t.dataset.filter, Number(t.dataset.count)]));
  test(`${name}: tiles count as the JSON does`, counts.every(([word, count]) => assessment.summary[word] === count), JSON.stringify(counts));
  const action = ["fail", "undetermined", "manual"].reduce((sum, word) => sum + assessment.summary[word], 0);
  test(`${name}: opens with what needs action`, await shown(page) === (action || assessment.clauses.length));
  for (const [word, count] of counts.filter(([, count]) => count)) {
    const button = page.locator(`.filters [data-filter="${word}"]`);
    await button.click();
    test(`${name}: filter ${word}`, await shown(page) === count && await button.getAttribute("aria-pressed") === "true");
  }
  await page.locator(".filters [aria-pressed=true]").click();
  test(`${name}: all clauses`, await shown(page) === assessment.clauses.length);
  await page.keyboard.press("/");
  await page.keyboard.type("2.1-04");
  test(`${name}: search`, await shown(page) === 1, `${await shown(page)} rows`);
  await page.fill("#search", "");
  await page.keyboard.press("Escape");
  const cards = await page.locator(".card").count();
  if (cards > 1) {
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const at = await page.evaluate(() => [...document.querySelectorAll(".card")].indexOf(document.activeElement));
    test(`${name}: j goes to the next finding`, at === 1, `card ${at}`);
    await page.keyboard.press("k");
  }
  const copy = page.locator(".copy:visible").first();
  if (await copy.count()) {
    await copy.click();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    test(`${name}: a GlobalId is copied`, text === await copy.getAttribute("data-copy"), text);
  }
}

async function model(page, name) {
  const canvas = page.locator("#view3d");
  if (!await canvas.count()) return;
  await canvas.scrollIntoViewIfNeeded();
  const all = await look3d(page);
  test(`${name}: 3D shows a model`, all.colours > 8 && Number(await canvas.getAttribute("data-drawn")) > 0, JSON.stringify(all));
  await canvas.screenshot({ path: join(looks, `${name}-3d.png`) });
  const box = await canvas.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 160, box.y + box.height / 2 + 20, { steps: 4 });
  await page.mouse.up();
  test(`${name}: 3D turns`, (await look3d(page)).sum !== all.sum);
  const see = page.locator(".see3d:visible").first();
  if (await see.count()) {
    await see.click();
    const culprit = await look3d(page);
    test(`${name}: 3D shows the culprit in red`, culprit.red > 0.002, JSON.stringify(culprit));
    await canvas.screenshot({ path: join(looks, `${name}-3d-culprit.png`) });
    await page.locator("#all3d").click();
  }
}

for (const file of files) {
  const name = basename(file, ".html");
  const english = await (async () => {
    const page = await open(file, { viewport: { width: 1280, height: 900 }, permissions: ["clipboard-read", "clipboard-write"] });
    const assessment = JSON.parse(await page.locator("#assessment").textContent());
    const lang = await page.getAttribute("html", "lang");
    await filters(page, name, assessment);
    await model(page, name);
    const other = lang === "en" ? "zh" : "en";
    await page.locator(`label[for=lang-${other}]`).click();
    test(`${name}: the other language`, await page.locator(`h2 .${other}`).first().isVisible() && !await page.locator(`h2 .${lang === "en" ? "en" : "zh"}`).first().isVisible());
    await page.screenshot({ path: join(looks, `${name}-other-language.png`) });
    await page.locator(`label[for=lang-${lang === "en" ? "en" : "zh"}]`).click();
    const desk = await accessibility(page);
    test(`${name}: axe-core at desk width`, desk.serious.length === 0, "\n  " + desk.serious.join("\n  "));
    if (desk.all.length) console.log(`${name}: axe-core notes\n  ${desk.all.join("\n  ")}`);
    await page.evaluate(() => window.scrollTo(0, 0));
    for (const part of ["", "#issues", "#far", "#dwellings", "#manual", "#audit"]) {
      if (part && !await page.locator(part).count()) continue;
      await page.evaluate((part) => (part ? document.querySelector(part) : document.body).scrollIntoView({ behavior: "instant" }), part);
      await page.screenshot({ path: join(looks, `${name}-desk${part.replace("#", "-")}.png`) });
    }
    const paper = await page.pdf({ format: "A4" });
    test(`${name}: prints`, paper.length > 20_000);
    test(`${name}: no request`, page.noted.requests.length === 0, page.noted.requests.join(" "));
    test(`${name}: no console error`, page.noted.errors.length === 0, page.noted.errors.join(" | "));
    await page.context().close();
    return lang === "en";
  })();

  const phone = await open(file, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  const width = await phone.evaluate(() => document.documentElement.scrollWidth);
  test(`${name}: nothing is wider than a phone`, width <= 390, `${width} px`);
  const small = await accessibility(phone);
  test(`${name}: axe-core at phone width`, small.serious.length === 0, "\n  " + small.serious.join("\n  "));
  await phone.screenshot({ path: join(looks, `${name}-phone.png`) });
  await phone.evaluate(() => document.querySelector(".card")?.scrollIntoView({ behavior: "instant" }));
  await phone.screenshot({ path: join(looks, `${name}-phone-card.png`) });
  test(`${name}: no request or error on a phone`, phone.noted.requests.length + phone.noted.errors.length === 0, phone.noted.errors.join(" | "));
  await phone.context().close();

  const still = await open(file, { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
  const rows = await still.locator("#clause-table tbody tr:visible").count();
  test(`${name}: all clauses without scripts`, rows > 100, `${rows} rows`);
  test(`${name}: cards without scripts`, !await still.locator(".card").count() || await still.locator(".card").first().isVisible());
  await still.locator(`label[for=lang-${english ? "zh" : "en"}]`).click();
  test(`${name}: languages without scripts`, await still.locator(`h2 .${english ? "zh" : "en"}`).first().isVisible());
  await still.context().close();
}
await browser.close();
console.log(`pictures: ${looks}\n${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
