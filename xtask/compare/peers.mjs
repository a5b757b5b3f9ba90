// Opens one file with web-ifc and with ifc-lite, as installed under the current folder: a JSON line of seconds of processor time, megabytes
// and instances for each. Usage: node peers.mjs <file> [web-ifc|ifc-lite]
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
    return measure(() => {
        const model = api.OpenModel(bytes);
        return api.GetAllLines(model).size();
    });
}

async function ifcLite(bytes) {
    const folder = process.cwd() + '/node_modules/@ifc-lite/parser/';
    const main = JSON.parse(readFileSync(folder + 'package.json', 'utf8'));
    const entry = main.exports?.['.']?.import ?? main.module ?? main.main;
    const { IfcParser } = await import(pathToFileURL(folder + entry));
    const quiet = { log: console.log };
    console.log = () => {};
    const result = await measure(async () => (await new IfcParser().parseColumnar(bytes.buffer)).entityCount);
    console.log = quiet.log;
    return result;
}

async function measure(run) {
    const before = process.resourceUsage().maxRSS;
    const start = process.cpuUsage();
    const instances = await run();
    const spent = process.cpuUsage(start);
    return { seconds: (spent.user + spent.system) / 1e6, megabytes: (process.resourceUsage().maxRSS - before) / 1024, instances };
}

if (which) {
    const bytes = new Uint8Array(readFileSync(file));
    console.log(JSON.stringify(await (which === 'web-ifc' ? webIfc(bytes) : ifcLite(bytes))));
    process.exit(0);
}
const found = {};
for (const name of ['web-ifc', 'ifc-lite']) {
    const version = JSON.parse(readFileSync(`node_modules/${name === 'ifc-lite' ? '@ifc-lite/parser' : name}/package.json`, 'utf8')).version;
    const runs = [1, 2].map(() => {
        const out = execFileSync(process.execPath, ['--max-old-space-size=8192', process.argv[1], file, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
        return JSON.parse(out.trim().split('\n').pop());
    });
    found[name] = { version, ...runs.reduce((best, run) => (run.seconds < best.seconds ? run : best)) };
}
console.log(JSON.stringify(found));
