// The JavaScript around the module: files as chunks, JSON options, errors with file, line and column, and a fresh module
// after a bug of ours, so that the page lives on.
import init, { Session as Native, last_panic, version as nativeVersion } from "./haofang_wasm.js";

/** Anything that haofang refuses or fails to do; `kind` is "usage", "cancelled" or "bug". */
export class HaofangError extends Error {
  constructor({ kind, message, file, line, column }) {
    const place = [file, line, column].filter((part) => part !== null && part !== undefined).join(":");
    super(place ? `${place}: ${message}` : message);
    Object.assign(this, { name: "HaofangError", kind, file, line, column });
  }
}

/** A module that stopped with this many bytes had no more to get: 4 GB is the most that WebAssembly gives. */
const FULL = 3.4e9;
/** A module that stopped without a word and holds this much asked for more than the browser or the machine had. */
const LARGE = 1e9;

let source, ready, memory;

/** Starts the module. `wasm` is an address, a response, a compiled module or bytes; the file beside this one when absent. */
export function load(wasm) {
  if (wasm !== undefined) source = wasm;
  ready ??= init({ module_or_path: source ?? new URL("./haofang_wasm_bg.wasm", import.meta.url) }).then((module) => {
    memory = module.memory;
    return module;
  });
  return ready;
}

/** A call into the module; a trap is a bug of ours and costs the module, not the page. */
function guarded(call) {
  try {
    return call();
  } catch (error) {
    if (typeof error === "string") throw new HaofangError(JSON.parse(error));
    let said = "";
    try { said = last_panic(); } catch { /* the module cannot even say that */ }
    ready = undefined;
    const held = memory?.buffer.byteLength ?? 0;
    if (held > FULL || (!said && held > LARGE)) {
      throw new HaofangError({ kind: "usage", message: "内存不足：模型过大，浏览器最多可用 4 GB，请用命令行校核 out of memory: use the command line for a model of this size" });
    }
    throw new HaofangError({ kind: "bug", message: `内部错误，请连同模型一并反馈 internal error, please report it with the model: ${said || error}` });
  }
}

const text = (bytes) => new TextDecoder().decode(bytes);

/** Today in China, the default date of a check. */
export const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
const order = (options) => JSON.stringify({ as_of: today(), ...options });

/** One submission, read once. `Session.open` makes one. */
export class Session {
  #native;
  constructor(native) { this.#native = native; }

  /**
   * Reads the files of a submission: File or Blob objects, or `{name, data}` with bytes. Files are copied into the module
   * in chunks, so that a large one is in memory once.
   */
  static async open(files, { encoding, progress } = {}) {
    await load();
    const native = guarded(() => new Native());
    const total = files.reduce((sum, file) => sum + (file.size ?? file.data.length), 0) || 1;
    let copied = 0;
    for (const file of files) {
      guarded(() => native.begin(file.name, file.size ?? file.data.length));
      for await (const chunk of chunks(file)) {
        guarded(() => native.chunk(chunk));
        copied += chunk.length;
        progress?.("load", copied, total);
      }
    }
    guarded(() => native.open(encoding, progress));
    return new Session(native);
  }

  /** Measures and judges. Asked again with other options, it reads nothing again. */
  check(options = {}, { progress } = {}) {
    const code = guarded(() => this.#native.check(order(options), progress));
    return new Result(this.#native, code);
  }

  /** Everything that can be measured, as `haofang facts -f json` prints it. */
  facts(options = {}, { progress } = {}) {
    return JSON.parse(text(guarded(() => this.#native.facts(order(options), progress))));
  }

  /** Gives the memory back. */
  free() { this.#native.free(); }
}

async function* chunks(file) {
  if (file.data) {
    for (let at = 0; at < file.data.length; at += 4 << 20) yield file.data.subarray(at, at + (4 << 20));
  } else {
    const reader = file.stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  }
}

/** The last check of a session. */
export class Result {
  #native;
  constructor(native, code) { this.#native = native; this.code = code; }
  /** The assessment as the command line writes it, byte for byte. */
  bytes() { return this.document("json"); }
  /** The assessment as a value. */
  get assessment() { return JSON.parse(text(this.bytes())); }
  /** What a page says first: the assessment without its verdicts, for submissions whose whole assessment is too large for a page. */
  get overview() { return JSON.parse(guarded(() => this.#native.overview())); }
  /** A document as bytes: json, html, bcf, bcf-3.0, pdf, text, md, csv, xlsx, parquet, junit, sarif. */
  document(format, lang) { return guarded(() => this.#native.document(format, lang)); }
  /** Whether this check measured, or used what an earlier one had measured. */
  get measuredAnew() { return guarded(() => this.#native.measured_anew()); }
  /** A plan of each storey. */
  plans() {
    const flat = guarded(() => this.#native.plans());
    return Array.from({ length: flat.length / 2 }, (_, at) => ({ name: flat[2 * at], svg: flat[2 * at + 1] }));
  }
  /** All shapes as binary glTF. */
  model() { return guarded(() => this.#native.model()); }
}

/** Reads and judges in one go. */
export async function check(files, options = {}, how = {}) {
  const session = await Session.open(files, how);
  return session.check(options, how);
}

/** The version of the library; the module must be loaded. */
export const version = () => guarded(nativeVersion);
