// The GLB of a model beside the same model by web-ifc, drawn by three.js from the same side, as a picture to look at; and what the
// glTF validator says of it. By hand, since the tools are large:
//   npm install --prefix tests/browser --no-save three@0.187.0 web-ifc@0.0.78 esbuild@0.28.2 gltf-validator@2.0.0-dev.3.10
//   node tests/browser/glb.mjs MODEL.glb=MODEL.ifc … [--to FOLDER]
// CLIENTS=folder[:folder] names other folders that hold node_modules. Fails if the validator finds an error or the boxes differ.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const folders = (process.env.CLIENTS ?? fileURLToPath(new URL(".", import.meta.url))).split(delimiter).map((folder) => resolve(folder));
function load(name) {
  for (const folder of folders) {
    try { return createRequire(`${folder}/x.js`)(name); } catch (error) { if (error.code !== "MODULE_NOT_FOUND") throw error; }
  }
  return undefined;
}
const home = (name) => folders.find((folder) => { try { createRequire(`${folder}/x.js`).resolve(name); return true; } catch { return false; } });
const args = process.argv.slice(2);
const at = args.indexOf("--to");
const out = resolve(at < 0 ? "." : args.splice(at, 2)[1]);
mkdirSync(out, { recursive: true });

const page_source = `
import * as THREE from "three";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
function draw(root, from) {
  const canvas = document.createElement("canvas");
  document.body.append(canvas);
  const renderer = new THREE.WebGLRenderer({ canvas, antialias: true, preserveDrawingBuffer: true });
  renderer.setSize(900, 760);
  const scene = new THREE.Scene();
  scene.background = new THREE.Color(0xf4f6f8);
  scene.add(root, new THREE.HemisphereLight(0xffffff, 0x777788, 2.2));
  const sun = new THREE.DirectionalLight(0xffffff, 1.6);
  sun.position.set(from[0] + 1, from[1] + 2, from[2] - 0.5);
  scene.add(sun);
  const box = new THREE.Box3().setFromObject(root), size = box.getSize(new THREE.Vector3()), middle = box.getCenter(new THREE.Vector3());
  const camera = new THREE.PerspectiveCamera(35, 900 / 760, size.length() / 1000, size.length() * 10);
  camera.position.copy(middle).addScaledVector(new THREE.Vector3(...from).normalize(), size.length() * 1.55);
  camera.lookAt(middle);
  renderer.render(scene, camera);
  let triangles = 0;
  root.traverse((o) => { if (o.isMesh) triangles += (o.geometry.index?.count ?? o.geometry.attributes.position.count) / 3; });
  return { size: size.toArray(), triangles };
}
window.show = async (glb, meshes, from) => {
  document.body.replaceChildren();
  const ours = await new Promise((done, failed) => new GLTFLoader().parse(bytes(glb), "", (g) => done(g.scene), failed));
  const theirs = new THREE.Group();
  for (const { positions, indices, matrix, colour: [r, g, b, a] } of meshes) {
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", new THREE.BufferAttribute(new Float32Array(bytes(positions)), 3));
    geometry.setIndex(new THREE.BufferAttribute(new Uint32Array(bytes(indices)), 1));
    geometry.computeVertexNormals();
    const colour = new THREE.Color().setRGB(r, g, b, THREE.SRGBColorSpace);
    const flat = { color: colour, opacity: a, transparent: a < 1, side: THREE.DoubleSide, flatShading: true };
    const mesh = new THREE.Mesh(geometry, new THREE.MeshStandardMaterial(flat));
    mesh.applyMatrix4(new THREE.Matrix4().fromArray(matrix));
    theirs.add(mesh);
  }
  return [draw(ours, from), draw(theirs, from)];
};`;
const { outputFiles } = await load("esbuild").build({
  stdin: { contents: page_source, resolveDir: home("three") }, bundle: true, format: "iife", write: false,
});

/** Every placed mesh of a model by web-ifc, in metres, y up. */
async function meshes(file) {
  const { IfcAPI } = load("web-ifc");
  const api = new IfcAPI();
  await api.Init();
  const model = api.OpenModel(new Uint8Array(readFileSync(file)));
  const found = [];
  const text = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
  api.StreamAllMeshes(model, (mesh) => {
    for (let i = 0; i < mesh.geometries.size(); i++) {
      const placed = mesh.geometries.get(i), geometry = api.GetGeometry(model, placed.geometryExpressID);
      const vertices = api.GetVertexArray(geometry.GetVertexData(), geometry.GetVertexDataSize());
      const indices = api.GetIndexArray(geometry.GetIndexData(), geometry.GetIndexDataSize());
      const positions = new Float32Array(vertices.length / 2); // each vertex has a normal beside it
      for (let v = 0; v < vertices.length / 6; v++) positions.set(vertices.subarray(6 * v, 6 * v + 3), 3 * v);
      const { x, y, z, w } = placed.color;
      if (indices.length) found.push({ positions: text(positions), indices: text(new Uint32Array(indices)), matrix: placed.flatTransformation, colour: [x, y, z, w] });
      geometry.delete();
    }
  });
  return found;
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
});
let failed = 0;
for (const pair of args) {
  const [glb, ifc] = pair.split("=");
  const bytes = readFileSync(glb);
  const validator = load("gltf-validator");
  const issues = validator ? (await validator.validateBytes(new Uint8Array(bytes))).issues : undefined;
  const page = await browser.newPage({ viewport: { width: 1810, height: 770 } });
  await page.setContent("<body style='margin:0;display:flex;gap:8px'>");
  await page.addScriptTag({ content: outputFiles[0].text });
  const theirs = await meshes(ifc);
  const seen = {};
  for (const [name, from] of Object.entries({ south: [0.6, 0.55, 1], north: [-0.8, 0.7, -1] })) {
    seen[name] = await page.evaluate(([a, b, c]) => window.show(a, b, c), [bytes.toString("base64"), theirs, from]);
    await page.screenshot({ path: join(out, `${basename(glb, ".glb")}-${name}.png`) });
  }
  const [own, other] = seen.south;
  const apart = Math.max(...own.size.map((side, k) => Math.abs(side - other.size[k])));
  if (apart > 0.05 || issues?.numErrors) failed += 1;
  const metres = (size) => size.map((side) => side.toFixed(2)).join(" × ");
  console.log(`${basename(glb)}: ${metres(own.size)} m, ${own.triangles} triangles; web-ifc ${metres(other.size)} m, ${other.triangles}; ` +
    `validator ${issues ? `${issues.numErrors} errors, ${issues.numWarnings} warnings` : "not installed"}`);
  await page.close();
}
await browser.close();
process.exit(failed ? 1 : 0);
