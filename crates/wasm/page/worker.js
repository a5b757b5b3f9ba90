// The thread that works: it gets files, tells progress, and keeps the checked submission for documents.
import { HaofangError, Session, load, version } from "./haofang/index.js";

let session, result;
const told = (stage, done, of) => { postMessage({ type: "progress", stage, done, of }); };
const plain = (error) => error instanceof HaofangError
  ? { kind: error.kind, message: error.message, file: error.file, line: error.line, column: error.column }
  : { kind: "bug", message: String(error?.message ?? error) };

const tasks = {
  async load() {
    await load();
    return { version: version() };
  },
  async check({ files, options }) {
    const begun = performance.now();
    session?.free();
    session = result = undefined;
    session = await Session.open(files, { progress: told });
    result = session.check(options, { progress: told });
    return answer(begun);
  },
  /** Other conditions, same files. */
  async again({ options }) {
    const begun = performance.now();
    result = session.check(options, { progress: told });
    return answer(begun);
  },
  async document({ format, lang }) {
    told("write", 0, 1);
    const bytes = format === "glb" ? result.model() : result.document(format, lang);
    told("write", 1, 1);
    return { bytes };
  },
  async plans() {
    return { plans: result.plans() };
  },
};

/** The conclusion as the command line words it, in both languages. */
function sentence(lang) {
  const text = new TextDecoder().decode(result.document("text", lang));
  const found = /^(?:结论|result) {2}(\S[\s\S]*?)(?=\n\S|\n\n|$(?![\s\S]))/m.exec(text);
  return found?.[1].replace(/\s*\n\s*/g, lang === "en" ? " " : "") ?? "";
}

function answer(begun) {
  const { summary, clauses, sources, defects, schema, as_of } = result.overview;
  const failed = clauses.filter((clause) => clause.outcome === "fail").map(({ id, force, title, title_en: english, failing }) => ({
    id, force, title: { zh: title, en: english }, count: failing,
  }));
  return { code: result.code, sentence: { zh: sentence("zh-CN"), en: sentence("en") }, summary, failed, sources, defects: defects.slice(0, 20), schema, as_of, measuredAnew: result.measuredAnew, milliseconds: performance.now() - begun };
}

self.onmessage = async ({ data: { id, task, ...given } }) => {
  try {
    const value = await tasks[task](given);
    postMessage({ type: "done", id, value }, value.bytes ? [value.bytes.buffer] : []);
  } catch (error) {
    postMessage({ type: "failed", id, error: plain(error) });
  }
};
