// Archives in a real client: That Open's engine in headless Chromium loads every topic, and its camera goes to every viewpoint.
// By hand, since the client is large:
//   npm install --prefix tests/browser --no-save @thatopen/components@3.4.8 @thatopen/fragments@3.4.7 three@0.187.0 web-ifc@0.0.78 esbuild@0.28.2
//   node tests/browser/bcf.mjs ARCHIVE.bcf …
// CLIENTS=folder names another folder that holds node_modules.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const folder = resolve(process.env.CLIENTS ?? fileURLToPath(new URL(".", import.meta.url)));
const esbuild = createRequire(`${folder}/x.js`)("esbuild");
const page_source = `
import * as OBC from "@thatopen/components";
import * as THREE from "three";
window.load = async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const components = new OBC.Components();
  const world = components.get(OBC.Worlds).create();
  world.scene = new OBC.SimpleScene(components);
  world.scene.setup();
  const box = document.createElement("div");
  box.style.cssText = "width:640px;height:480px";
  document.body.replaceChildren(box);
  world.renderer = new OBC.SimpleRenderer(components, box);
  world.camera = new OBC.OrthoPerspectiveCamera(components);
  components.init();
  const bcf = components.get(OBC.BCFTopics);
  bcf.setup({ author: "reader@example.com" });
  const { topics, viewpoints } = await bcf.load(bytes);
  const out = { topics: topics.length, comments: 0, viewpoints: [] };
  for (const topic of topics) out.comments += topic.comments.size;
  for (const viewpoint of viewpoints) {
    viewpoint.world = world;
    const { camera_view_point: p, camera_direction: d } = viewpoint.camera;
    await viewpoint.go({ transition: false, applyVisibility: false, applyClippings: false });
    world.camera.controls.update(1);
    world.camera.three.updateMatrixWorld(true);
    const [at, along] = [new THREE.Vector3(), new THREE.Vector3()];
    world.camera.three.getWorldPosition(at);
    world.camera.three.getWorldDirection(along);
    out.viewpoints.push({
      selected: [...viewpoint.selectionComponents].length, snapshot: !!viewpoint.snapshot,
      // the engine's world is y up
      off: Math.hypot(at.x - p.x, at.y - p.z, at.z + p.y) , turned: Math.hypot(along.x - d.x, along.y - d.z, along.z + d.y),
      off_same: Math.hypot(at.x - p.x, at.y - p.y, at.z - p.z), turned_same: Math.hypot(along.x - d.x, along.y - d.y, along.z - d.z),
    });
  }
  components.dispose();
  return out;
};`;
const bundle = await esbuild.build({
  stdin: { contents: page_source, resolveDir: folder, loader: "js" }, bundle: true, write: false, format: "iife", platform: "browser",
  external: ["fs", "path", "module"], logLevel: "error",
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"],
});
let passed = 0, failed = 0;
for (const file of process.argv.slice(2)) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.setContent("<!doctype html><body></body>");
  await page.addScriptTag({ content: bundle.outputFiles[0].text });
  try {
    const found = await page.evaluate((base64) => window.load(base64), readFileSync(file).toString("base64"));
    const off = Math.max(...found.viewpoints.map((v) => Math.min(v.off, v.off_same)));
    const turned = Math.max(...found.viewpoints.map((v) => Math.min(v.turned, v.turned_same)));
    const good = found.topics > 0 && found.viewpoints.length >= found.topics && off < 1e-3 && turned < 1e-3 && errors.length === 0 &&
      found.viewpoints.every((v) => v.snapshot && v.selected > 0);
    if (good) passed += 1; else failed += 1;
    console.log(`${good ? "ok" : "FAILED"} ${basename(file)}: ${found.topics} topics, ${found.comments} comments, ${found.viewpoints.length} viewpoints, camera off ${off.toExponential(1)} m, turned ${turned.toExponential(1)} ${errors.join(" ")}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${basename(file)}: ${error}`);
  }
  await page.close();
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
