// Memory and time of the page with large files, as the system counts them: large.mjs WEB FILE...
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const [web, ...models] = process.argv.slice(2);
const server = await serve(web);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
/** The largest resident set of any process of the browser, MB; only its own page's renderer grows. */
function renderer() {
  const lines = spawnSync("ps", ["-eo", "rss,args"]).stdout.toString().split("\n").filter((line) => line.includes("--type=renderer"));
  return Math.max(0, ...lines.map((line) => Number.parseInt(line, 10) / 1000));
}
let failed = 0;
for (const model of models) {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForSelector("body[data-ready=true]", { timeout: 120_000 });
  await page.setInputFiles("#files", model);
  await page.waitForSelector("#list tbody tr");
  const before = renderer();
  let most = 0;
  const watch = setInterval(() => { most = Math.max(most, renderer()); }, 250);
  const begun = Date.now();
  await page.click("#start");
  await page.waitForSelector("body[data-state]", { timeout: 1_800_000 });
  const took = (Date.now() - begun) / 1000;
  clearInterval(watch);
  const state = await page.evaluate(() => document.body.dataset.state);
  const said = state === "done" ? await page.textContent("#verdict h2") : await page.textContent("#failure");
  failed += state !== "done";
  const size = statSync(model).size / 1e6;
  console.log(`${size.toFixed(0)} MB: ${state} in ${took.toFixed(0)} s, renderer ${before.toFixed(0)} MB before, at most ${most.toFixed(0)} MB (${(most / size).toFixed(1)} bytes a byte); ${said}`);
  await page.close();
}
await browser.close();
server.close();
process.exit(failed ? 1 : 0);
