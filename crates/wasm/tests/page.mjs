// Drives the static page as a coordinator uses it: drop two files, watch, read the verdict, look at report, 3D and plans,
// download the BCF, cut the network, check again, give it a file that is none. Usage: page.mjs WEB OUT FILE FILE
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const [web, out, ...models] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const server = await serve(web);
const address = `http://127.0.0.1:${server.address().port}/`;

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
const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1280, height: 1000 }, acceptDownloads: true });
const page = await context.newPage();
const requests = [], errors = [];
context.on("request", (request) => { if (!/^(blob|data):/.test(request.url())) requests.push(request.url()); });
page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
page.on("pageerror", (error) => errors.push(String(error)));
const shot = (name) => page.screenshot({ path: join(out, `${name}.png`) });

await page.goto(address);
await page.waitForSelector("body[data-ready=true]", { timeout: 60_000 });
await page.waitForSelector("body[data-offline=true]", { timeout: 60_000 });
test("the page is in Chinese", (await page.textContent("#drop strong")).includes("拖到这里"));
await shot("1-start");
const loaded = requests.length;
const foreign = requests.filter((url) => !url.startsWith(address));
test("nothing is fetched from elsewhere", foreign.length === 0, foreign.join(" "));

/** Drops files on the page as a person does. */
async function drop(paths) {
  const files = paths.map((path) => ({ name: basename(path), text: readFileSync(path).toString("base64") }));
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text } of files) transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
    return transfer;
  }, files);
  await page.dispatchEvent("#drop", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("#drop", "drop", { dataTransfer: transfer });
}
async function check() {
  await page.evaluate(() => { delete document.body.dataset.state; });
  await page.click("#start");
  await page.waitForSelector("body[data-state]", { timeout: 600_000 });
  return page.evaluate(() => document.body.dataset.state);
}

await drop(models);
test("both files are listed", (await page.locator("#list tbody tr").count()) === models.length);
await page.fill("[name='plan.green_ratio']", "30%");
await shot("2-files");
const stages = new Set();
await page.exposeFunction("stageSeen", (text) => stages.add(text));
await page.evaluate(() => new MutationObserver(() => window.stageSeen(document.getElementById("stage").textContent)).observe(document.getElementById("stage"), { childList: true }));
const begun = Date.now();
test("the check ends with a verdict", (await check()) === "done", await page.textContent("#failure"));
const whole = (Date.now() - begun) / 1000;
test("the verdict says what is wrong", (await page.getAttribute("#verdict", "data-code")) === "1" && (await page.textContent("#verdict h2")).includes("不满足"));
const verdict = await page.textContent("#verdict");
test("progress was told", stages.size >= 3, [...stages].join(" "));

const frame = page.frame({ url: /^blob:/ });
await frame.waitForSelector("#clause-table, table", { timeout: 60_000 });
test("the report is there", (await frame.locator("h1, h2").count()) > 0);
await page.waitForTimeout(800);
await page.evaluate(() => document.getElementById("result").scrollIntoView());
await shot("3-report");
await page.click("#tab-space");
const space = page.frameLocator("#frame3d");
await space.locator("#view3d[data-drawn]").waitFor({ timeout: 60_000 });
test("the 3D view is drawn", Number(await space.locator("#view3d").getAttribute("data-drawn")) > 1000);
await space.locator("button[data-see]").first().click();
await page.evaluate(() => document.getElementById("space").scrollIntoView());
await page.waitForTimeout(500);
await shot("4-3d");
await page.click("#tab-report");
await page.waitForTimeout(800); // clicks go to what was drawn last
await page.evaluate(() => document.getElementById("verdict").scrollIntoView());
const [bcf] = await Promise.all([page.waitForEvent("download"), page.click("[data-format=bcf]")]);
await bcf.saveAs(join(out, "issues.bcf"));
test("the BCF is an archive", readFileSync(join(out, "issues.bcf")).subarray(0, 2).toString() === "PK");
const [json] = await Promise.all([page.waitForEvent("download"), page.click("[data-format=json]")]);
await json.saveAs(join(out, "assessment.json"));
const [glb] = await Promise.all([page.waitForEvent("download"), page.click("[data-format=glb]")]);
await glb.saveAs(join(out, "model.glb"));
test("the 3D model is binary glTF", readFileSync(join(out, "model.glb")).subarray(0, 4).toString() === "glTF");
await page.click("#tab-plans");
await page.waitForSelector("#plan img");
await page.waitForTimeout(300);
test("there are plans", (await page.locator("#storey option").count()) > 1 && (await page.evaluate(() => document.querySelector("#plan img").naturalWidth)) > 0);
await page.evaluate(() => document.getElementById("plans").scrollIntoView());
await shot("5-plans");
test("no request after the page was loaded", requests.length === loaded, requests.slice(loaded).join(" "));

// the language switches with everything in it
await page.click("#language");
await page.waitForFunction(() => document.getElementById("start").textContent === "Check");
test("English is there", (await page.textContent("#verdict h2")).includes("not met"));
await page.click("#language");

// wrong conditions are said, not swallowed
await page.fill("[name='plan.green_ratio']", "30");
test("a wrong condition fails", (await check()) === "failed");
test("and says which", (await page.textContent("#failure")).includes("green_ratio"), await page.textContent("#failure"));
await page.fill("[name='plan.green_ratio']", "");

// without network: loaded anew, checked anew
await page.waitForTimeout(200);
await context.setOffline(true);
server.close();
server.closeAllConnections();
await page.reload();
await page.waitForSelector("body[data-ready=true]", { timeout: 60_000 });
test("the page opens without network", true);
const broken = join(out, "坏.ifc");
writeFileSync(broken, Buffer.from("ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n#1=IFCWALL('" + "(".repeat(50_000)));
await drop([broken]);
test("hostile input is a verdict", (await check()) === "done" && (await page.getAttribute("#verdict", "data-code")) === "3");
await shot("6-broken");
await page.click("#clear");
await drop(models.slice(0, 1));
test("and the page checks on", (await check()) === "done", await page.textContent("#failure"));
const unexpected = errors.filter((text) => !/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|Failed to load resource/.test(text));
test("no error in the console", unexpected.length === 0, unexpected.join(" | "));
await page.setViewportSize({ width: 390, height: 844 });
await page.evaluate(() => scrollTo(0, 0));
test("nothing is wider than a phone", await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
await shot("7-phone");
await browser.close();
console.log(`page: ${passed} passed, ${failed} failed; ${models.length} files from click to report ${whole.toFixed(1)} s; ${/用时 ([\d.]+) 秒/.exec(verdict)?.[0] ?? ""}`);
process.exit(failed ? 1 : 0);
