// The npm package over every submission of a plan; prints exit codes as JSON. Called by compare.py.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [web, options, plan, out] = process.argv.slice(2);
const { Session, load } = await import(pathToFileURL(join(resolve(web), "haofang/index.js")));
const module = readFileSync(join(web, "haofang/haofang_wasm_bg.wasm"));
await load(module);
const given = JSON.parse(readFileSync(options, "utf8"));
const codes = {};
for (const [name, paths] of Object.entries(JSON.parse(readFileSync(plan, "utf8")))) {
  try {
    const files = paths.map((path) => ({ name: basename(path), data: new Uint8Array(readFileSync(path)) }));
    const session = await Session.open(files);
    const result = session.check(given);
    writeFileSync(join(out, name, "assessment.json"), result.bytes());
    codes[name] = result.code;
    session.free();
  } catch (error) {
    console.error(name, error.message);
    codes[name] = -1;
    await load(module);
  }
}
console.log(JSON.stringify(codes));
