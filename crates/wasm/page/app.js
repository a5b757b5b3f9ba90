// The page: files in, verdict, report, plans and downloads out. All work is done in worker.js; nothing leaves the machine.
const $ = (id) => document.getElementById(id);
const LARGEST = 300e6;
const WORDS = {
  zh: {
    load: "载入文件", read: "读取模型", recognise: "识别楼层与房间", measure: "量测", judge: "逐条判定", write: "生成报告",
    0: ["未发现问题", "var(--ok)"], 1: ["存在不满足的条款", "var(--fail)"], 3: ["模型文件不完整，不给出任何“满足”", "var(--warn)"], 4: ["没有违反，但必须审查的未能审查", "var(--warn)"],
    pass: "满足", fail: "不满足", undetermined: "缺数据", manual: "人工复核", not_applicable: "不适用", not_assessed: "不评",
    took: (s) => `用时 ${s} 秒`, remove: "移除", big: "模型合计超过 300 MB，浏览器内存可能不足，请用命令行校核", odd: "不是 IFC 文件", stopped: "已停止",
    ready: "已可离线使用", version: (v) => `haofang ${v} · 在本机浏览器中运行`, bug: "程序内部错误（页面可继续使用）", must: "必须", entitle: "支持政策", principle: "原则性", places: (n) => `${n} 处`, toml: "项目参数",
  },
  en: {
    load: "Loading files", read: "Reading", recognise: "Recognising storeys and rooms", measure: "Measuring", judge: "Judging", write: "Writing the report",
    0: ["Nothing found", "var(--ok)"], 1: ["Clauses are not met", "var(--fail)"], 3: ["A model cannot be read whole; nothing is called a pass", "var(--warn)"], 4: ["No violation, but what had to be examined was not", "var(--warn)"],
    pass: "pass", fail: "fail", undetermined: "undetermined", manual: "manual", not_applicable: "not applicable", not_assessed: "not assessed",
    took: (s) => `took ${s} s`, remove: "Remove", big: "models above 300 MB in all: the browser may run out of memory; use the command line", odd: "no IFC file", stopped: "Stopped",
    ready: "works offline", version: (v) => `haofang ${v} · running in this browser`, bug: "internal error (the page can be used on)", must: "must", entitle: "entitlement", principle: "in principle", places: (n) => `${n} places`, toml: "parameters",
  },
};
let lang = "zh"; // Chinese first, whatever the browser speaks
let files = [], parameters = "", last, started, ticking, version, worker, waiting = new Map(), nextId = 0;
const word = (key) => WORDS[lang][key] ?? key;
const tag = () => (lang === "zh" ? "zh-CN" : "en");

/** Starts the worker; stopping a check means ending it, as a check leaves its thread no time to listen. */
function engine() {
  if (worker) return worker;
  worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.type === "progress") return progress(data);
    const { resolve, reject } = waiting.get(data.id) ?? {};
    waiting.delete(data.id);
    if (data.type === "done") resolve?.(data.value);
    else reject?.(data.error);
  };
  worker.onerror = (event) => {
    for (const { reject } of waiting.values()) reject({ kind: "bug", message: event.message || "worker" });
    waiting.clear();
    worker = undefined;
  };
  return worker;
}
function ask(task, given = {}) {
  const id = (nextId += 1);
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    engine().postMessage({ id, task, ...given });
  });
}

function translate() {
  document.documentElement.lang = tag();
  document.querySelectorAll("[data-zh]").forEach((element) => { element.textContent = element.dataset[lang]; });
  $("language").textContent = lang === "zh" ? "English" : "中文";
  $("language").lang = lang === "zh" ? "en" : "zh-CN";
  if (version) $("build").textContent = word("version")(version);
  listFiles();
  if (last) showVerdict(last);
}

const size = (bytes) => (bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
const isModel = (name) => /\.(ifc|ifczip|ifc\.gz|gz)$/i.test(name);

async function addFiles(list) {
  for (const file of list) {
    if (/\.toml$/i.test(file.name)) parameters = await file.text();
    files = files.filter((known) => known.name !== file.name).concat(file);
  }
  listFiles();
}

function listFiles() {
  $("list").hidden = files.length === 0;
  $("steps").hidden = files.length > 0;
  const body = $("list").querySelector("tbody");
  // several files of one submission stand in memory together
  const total = files.filter((file) => isModel(file.name)).reduce((sum, file) => sum + file.size, 0);
  body.replaceChildren(...files.map((file) => {
    const row = document.createElement("tr");
    const note = /\.toml$/i.test(file.name) ? word("toml") : !isModel(file.name) ? word("odd") : total > LARGEST ? word("big") : "";
    for (const [text, kind] of [[file.name, ""], [note, ""], [size(file.size), "n"]]) {
      const cell = row.insertCell();
      cell.textContent = text;
      cell.className = kind;
    }
    const button = document.createElement("button");
    button.textContent = word("remove");
    button.onclick = () => { if (/\.toml$/i.test(file.name)) parameters = ""; files = files.filter((known) => known !== file); listFiles(); };
    row.insertCell().append(button);
    return row;
  }));
  $("start").disabled = !files.some((file) => isModel(file.name));
}

function options() {
  const params = {};
  document.querySelectorAll("#conditions [name]").forEach((field) => {
    const text = field.value.trim();
    if (text) params[field.name] = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  });
  return { params, ...(parameters ? { config: { name: "haofang.toml", text: parameters } } : {}), lang: tag() };
}

const SHARE = { load: [0, 10], read: [10, 25], recognise: [25, 35], measure: [35, 85], judge: [85, 90], write: [90, 100] };
function progress({ stage, done, of }) {
  const [from, to] = SHARE[stage] ?? [0, 100];
  $("stage").textContent = `${word(stage)} …`;
  $("bar").value = from + ((to - from) * done) / Math.max(of, 1);
}
function running(on) {
  $("running").hidden = !on;
  $("start").disabled = on;
  document.querySelectorAll("#downloads button").forEach((button) => { button.disabled = on; });
  clearInterval(ticking);
  if (on) {
    started = performance.now();
    ticking = setInterval(() => { $("elapsed").textContent = `${((performance.now() - started) / 1000).toFixed(0)} s`; }, 500);
  }
}
function fail(error) {
  $("failure").hidden = false;
  $("failure").textContent = error.kind === "bug" ? `${word("bug")}\n${error.message}` : error.message;
}

async function check() {
  $("failure").hidden = true;
  $("result").hidden = true;
  running(true);
  try {
    last = await ask("check", { files: files.filter((file) => isModel(file.name)), options: options() });
    showVerdict(last);
    const { bytes } = await ask("document", { format: "html", lang: tag() });
    showReport(bytes);
    $("result").hidden = false;
    $("verdict").scrollIntoView({ block: "start" });
    document.body.dataset.state = "done";
    $("storey").replaceChildren();
    if (space) URL.revokeObjectURL(space);
    space = undefined;
    select("report");
  } catch (error) {
    fail(error);
    document.body.dataset.state = "failed";
  } finally {
    running(false);
  }
}

function showVerdict({ code, sentence, summary, failed, milliseconds, defects }) {
  const [text, colour] = word(code) ?? [String(code), "var(--line)"];
  const box = $("verdict");
  box.style.setProperty("--c", colour);
  const head = Object.assign(document.createElement("h2"), { textContent: sentence[lang] || text });
  const counts = Object.entries(summary).filter(([, count]) => count > 0).map(([outcome, count]) => `${word(outcome)} ${count}`).join(" · ");
  const lines = [`${counts} · ${word("took")((milliseconds / 1000).toFixed(1))}`];
  if (code === 3) lines.push(...defects.slice(0, 3).map((defect) => `${defect.file}:${defect.line}:${defect.column} ${defect.message}`));
  box.replaceChildren(head, ...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  if (failed.length) {
    const list = document.createElement("ul");
    list.append(...failed.map(({ id, force, title, count }) => {
      const line = document.createElement("li");
      const name = Object.assign(document.createElement("code"), { textContent: id });
      line.append(name, ` ${title[lang] || title.zh} · ${word(force)}${count > 1 ? ` · ${word("places")(count)}` : ""}`);
      return line;
    }));
    box.append(list);
  }
  box.dataset.code = code;
}

let shown;
function showReport(bytes) {
  if (shown) URL.revokeObjectURL(shown);
  shown = URL.createObjectURL(new Blob([bytes], { type: "text/html;charset=utf-8" }));
  $("frame").src = shown;
}

function select(tab) {
  for (const name of ["report", "plans", "space"]) {
    $(`tab-${name}`).setAttribute("aria-selected", String(name === tab));
    $(name).hidden = name !== tab;
  }
  if (tab === "plans" && !$("storey").length) loadPlans();
  // a drawing that nobody sees gives its memory back
  if (tab === "space") loadSpace();
  else if ($("frame3d").src) $("frame3d").src = "about:blank";
}
/** The whole model in the report's own viewer, failed elements in red; the report leaves large models out, the page need not. */
let space;
async function loadSpace() {
  space ??= await makeSpace();
  if (!$("space").hidden) $("frame3d").src = space;
}
async function makeSpace() {
  const { bytes } = await ask("document", { format: "glb" });
  const json = new TextDecoder().decode((await ask("document", { format: "json" })).bytes);
  const { clauses } = JSON.parse(json);
  const failed = clauses.filter((clause) => clause.outcome === "fail");
  const results = JSON.stringify({ clauses: failed }).replaceAll("<", "\\u003c");
  const part = (list) => btoa(list.reduce((text, byte) => text + String.fromCharCode(byte), ""));
  const glb = [];
  for (let at = 0; at < bytes.length; at += 30_000) glb.push(part(bytes.subarray(at, at + 30_000)));
  const safe = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const buttons = failed.map(({ id, title }) => `<button class="see3d" data-see="${safe(id)}">${safe(id)} ${safe(title)}</button>`).join(" ");
  const page = [`<!doctype html><meta charset="utf-8"><style>body{margin:0;font:15px system-ui,sans-serif}canvas{width:100%;height:calc(100vh - 48px);display:block}
p{margin:0;padding:8px;height:32px;overflow-x:auto;white-space:nowrap}button{font:inherit;border:1px solid #cfd6da;background:#fff;border-radius:5px}</style>
<p id="model"><button id="all3d">${lang === "zh" ? "全部" : "Whole model"}</button> ${buttons}</p><canvas id="view3d" tabindex="0"></canvas>
<script type="application/json" id="assessment">${results}</script><script type="text/plain" id="glb">`, ...glb, `</script><script>${await viewer}</script>`];
  return URL.createObjectURL(new Blob(page, { type: "text/html;charset=utf-8" }));
}
async function loadPlans() {
  const { plans } = await ask("plans");
  $("storey").replaceChildren(...plans.map(({ name }, at) => new Option(name, at)));
  const show = () => {
    const plan = plans[$("storey").value];
    // an image runs no script, whatever a model's names hold
    const image = Object.assign(new Image(), { alt: plan?.name ?? "", src: URL.createObjectURL(new Blob([plan?.svg ?? ""], { type: "image/svg+xml" })) });
    image.style.cssText = "width:100%;max-height:82vh;object-fit:contain";
    $("plan").replaceChildren(image);
  };
  $("storey").onchange = show;
  if (plans.length) { $("storey").value = Math.floor(plans.length / 2); show(); }
}

async function download(button) {
  button.disabled = true;
  try {
    const { bytes } = await ask("document", { format: button.dataset.format, lang: tag() });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes]));
    link.download = button.dataset.name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60e3);
  } catch (error) {
    fail(error);
  } finally {
    button.disabled = false;
  }
}

const drop = $("drop");
for (const [event, on] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(event, (e) => { e.preventDefault(); drop.classList.toggle("over", on); });
}
document.addEventListener("drop", (event) => addFiles(event.dataTransfer.files));
drop.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") $("files").click(); });
$("files").addEventListener("change", (event) => { addFiles([...event.target.files]); event.target.value = ""; });
$("start").addEventListener("click", check);
$("clear").addEventListener("click", () => { files = []; parameters = ""; listFiles(); $("result").hidden = true; });
$("stop").addEventListener("click", () => {
  worker?.terminate();
  worker = undefined;
  for (const { reject } of waiting.values()) reject({ kind: "cancelled", message: word("stopped") });
  waiting.clear();
});
$("language").addEventListener("click", async () => {
  lang = lang === "zh" ? "en" : "zh";
  translate();
  if (last && !$("result").hidden) showReport((await ask("document", { format: "html", lang: tag() })).bytes);
});
$("tab-report").addEventListener("click", () => select("report"));
$("tab-space").addEventListener("click", () => select("space"));
$("tab-plans").addEventListener("click", () => select("plans"));
document.querySelectorAll("#downloads button").forEach((button) => button.addEventListener("click", () => download(button)));

const viewer = fetch("viewer.js").then((answer) => answer.text());
translate();
ask("load").then(({ version: loaded }) => {
  version = loaded;
  $("build").textContent = word("version")(version);
  document.body.dataset.ready = "true";
}, fail);
navigator.serviceWorker?.register("service-worker.js").then(() => navigator.serviceWorker.ready).then(() => {
  $("offline").textContent = `· ${word("ready")}`;
  document.body.dataset.offline = "true";
});
