// Archives in a real client: That Open's engine in headless Chromium loads every topic, its camera goes to every viewpoint, and,
// where the model is given too, sees what the viewpoint selects: boxes of the elements by web-ifc, in the camera's frustum.
// By hand, since the client is large:
//   npm install --prefix tests/browser --no-save @thatopen/components@3.4.8 @thatopen/fragments@3.4.7 three@0.187.0 web-ifc@0.0.78 esbuild@0.28.2
//   node tests/browser/bcf.mjs ARCHIVE.bcf[=MODEL.ifc] …
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
window.load = async (base64, boxes) => {
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
    // what is selected and has a body: the middle of its box must be in the picture, and the box must not be a speck
    const seen = { asked: 0, inside: 0, least: 1 };
    const camera = world.camera.three;
    const frustum = new THREE.Frustum().setFromProjectionMatrix(
      new THREE.Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse));
    const all = new THREE.Box3();
    // a project, site, building or storey has no body of its own: the model stands for it
    const guids = [...viewpoint.selectionComponents].filter((guid) => boxes?.[guid]);
    for (const guid of guids.length ? guids : boxes ? ["model"] : []) {
      const box = boxes[guid];
      const body = new THREE.Box3(new THREE.Vector3(...box.min), new THREE.Vector3(...box.max));
      seen.asked += 1;
      all.union(body);
      const middle = body.getCenter(new THREE.Vector3());
      if (frustum.containsPoint(middle)) seen.inside += 1; else (seen.outside ??= []).push(guid);
    }
    if (seen.asked) {
      const size = all.getSize(new THREE.Vector3()).length() / 2;
      const far = at.distanceTo(all.getCenter(new THREE.Vector3()));
      seen.least = size / (far * Math.tan(THREE.MathUtils.degToRad(camera.fov ?? 60) / 2));
    }
    out.viewpoints.push({ seen,
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

/** Boxes of all bodies of a model by GlobalId, metres, y up, as the engine's world is. */
async function boxesOf(model) {
  const web = createRequire(`${folder}/x.js`)("web-ifc");
  const api = new web.IfcAPI();
  await api.Init();
  const id = api.OpenModel(new Uint8Array(readFileSync(model)), { COORDINATE_TO_ORIGIN: false });
  const whole = { min: [Infinity, Infinity, Infinity], max: [-Infinity, -Infinity, -Infinity] };
  const boxes = { model: whole };
  const lines = api.GetIfcEntityList(id).filter((type) => api.IsIfcElement(type) || type === web.IFCSPACE || type === web.IFCSITE);
  for (const type of lines) {
    const ids = api.GetLineIDsWithType(id, type);
    for (let at = 0; at < ids.size(); at += 1) {
      const line = ids.get(at), mesh = api.GetFlatMesh(id, line);
      const box = { min: [Infinity, Infinity, Infinity], max: [-Infinity, -Infinity, -Infinity] };
      for (let part = 0; part < mesh.geometries.size(); part += 1) {
        const placed = mesh.geometries.get(part), body = api.GetGeometry(id, placed.geometryExpressID);
        const points = api.GetVertexArray(body.GetVertexData(), body.GetVertexDataSize()), m = placed.flatTransformation;
        for (let v = 0; v + 5 < points.length; v += 6) {
          const [x, y, z] = points.slice(v, v + 3);
          for (let axis = 0; axis < 3; axis += 1) {
            const value = m[axis] * x + m[4 + axis] * y + m[8 + axis] * z + m[12 + axis];
            box.min[axis] = Math.min(box.min[axis], value);
            box.max[axis] = Math.max(box.max[axis], value);
          }
        }
        body.delete?.();
      }
      if (box.max[0] < box.min[0]) continue;
      boxes[api.GetLine(id, line).GlobalId.value] = box;
      whole.min = whole.min.map((value, axis) => Math.min(value, box.min[axis]));
      whole.max = whole.max.map((value, axis) => Math.max(value, box.max[axis]));
    }
  }
  api.CloseModel(id);
  return boxes;
}

let passed = 0, failed = 0;
for (const argument of process.argv.slice(2)) {
  const [file, model] = argument.split("=");
  const boxes = model ? await boxesOf(model) : null;
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.setContent("<!doctype html><body></body>");
  await page.addScriptTag({ content: bundle.outputFiles[0].text });
  try {
    const found = await page.evaluate(([base64, boxes]) => window.load(base64, boxes), [readFileSync(file).toString("base64"), boxes]);
    const off = Math.max(...found.viewpoints.map((v) => Math.min(v.off, v.off_same)));
    const turned = Math.max(...found.viewpoints.map((v) => Math.min(v.turned, v.turned_same)));
    const sum = (of) => found.viewpoints.reduce((total, v) => total + of(v.seen), 0);
    const [asked, inside] = [sum((seen) => seen.asked), sum((seen) => seen.inside)];
    const speck = Math.min(...found.viewpoints.map((v) => v.seen.least));
    const blind = found.viewpoints.filter((v) => v.seen.asked && v.seen.inside === 0).length;
    for (const v of found.viewpoints) if (v.seen.outside) console.log(`  not in the picture: ${v.seen.outside.join(" ")}`);
    const good = blind === 0 && (!model || asked > 0) && inside === asked && speck > 0.02 && found.topics > 0 && found.viewpoints.length >= found.topics && off < 1e-3 && turned < 1e-3 && errors.length === 0 &&
      found.viewpoints.every((v) => v.snapshot && v.selected > 0);
    if (good) passed += 1; else failed += 1;
    console.log(`${good ? "ok" : "FAILED"} ${basename(file)}: ${found.topics} topics, ${found.comments} comments, ${found.viewpoints.length} viewpoints, camera off ${off.toExponential(1)} m, turned ${turned.toExponential(1)}${model ? `, sees ${inside} of ${asked} selected bodies, smallest ${(100 * speck).toFixed(0)} % of the picture's half height` : ""} ${errors.join(" ")}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${basename(file)}: ${error}`);
  }
  await page.close();
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
