// Makes all meshes of one file with web-ifc and with ifc-lite, as installed under the current folder: a JSON line of seconds of processor
// time, megabytes and products for each; opening and scanning the file apart. Usage: node shapes.mjs <file> [web-ifc|ifc-lite]
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [file, which] = process.argv.slice(2);
const require = createRequire(process.cwd() + '/');

async function webIfc(bytes) {
    const { IfcAPI } = require('web-ifc');
    const api = new IfcAPI();
    await api.Init();
    const model = api.OpenModel(bytes);
    return measure(() => {
        const products = new Set();
        let triangles = 0;
        api.StreamAllMeshes(model, mesh => {
            for (let i = 0; i < mesh.geometries.size(); i++) {
                const placed = mesh.geometries.get(i);
                const geometry = api.GetGeometry(model, placed.geometryExpressID);
                if (geometry.GetIndexDataSize() > 0) products.add(mesh.expressID);
                triangles += geometry.GetIndexDataSize() / 3;
                geometry.delete();
            }
        });
        return { count: products.size, triangles };
    });
}

async function ifcLite(bytes) {
    const folder = process.cwd() + '/node_modules/@ifc-lite/wasm/pkg/';
    const lite = await import(pathToFileURL(folder + 'ifc-lite.js'));
    lite.initSync({ module: readFileSync(folder + 'ifc-lite_bg.wasm') });
    const api = new lite.IfcAPI();
    const p = api.buildPrePassOnce(bytes);
    const [x, y, z] = p.rtcOffset ?? [0, 0, 0];
    return measure(() => {
        const made = api.processGeometryBatch(bytes, p.jobs, p.unitScale, x, y, z, p.needsShift, p.voidKeys, p.voidCounts, p.voidValues, p.styleIds, p.styleColors, p.planeAngleToRadians);
        const products = new Set();
        for (let i = 0; i < made.length; i++) products.add(made.get(i).expressId);
        return { count: products.size, triangles: made.totalTriangles };
    });
}

async function measure(run) {
    const start = process.cpuUsage();
    const made = await run();
    const spent = process.cpuUsage(start);
    return { seconds: (spent.user + spent.system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024, ...made };
}

if (which) {
    const bytes = new Uint8Array(readFileSync(file));
    console.log('\n' + JSON.stringify(await (which === 'web-ifc' ? webIfc(bytes) : ifcLite(bytes))));
    process.exit(0);
}
const found = {};
for (const name of ['web-ifc', 'ifc-lite']) {
    try {
        const version = JSON.parse(readFileSync(`node_modules/${name === 'ifc-lite' ? '@ifc-lite/wasm' : name}/package.json`, 'utf8')).version;
        const runs = [1, 2].map(() => {
            const out = execFileSync(process.execPath, ['--max-old-space-size=8192', process.argv[1], file, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 30 });
            return JSON.parse(out.trim().split('\n').pop());
        });
        found[name] = { version, ...runs.reduce((best, run) => (run.seconds < best.seconds ? run : best)) };
    } catch (error) {
        found[name] = { error: String(error.message).split('\n')[0] };
    }
}
console.log(JSON.stringify(found));
