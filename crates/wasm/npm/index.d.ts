/** Where a run is: `load` while files are copied, then `read`, `recognise`, `measure`, `judge`. Return false to stop. */
export type Progress = (stage: "load" | "read" | "recognise" | "measure" | "judge" | "write", done: number, of: number) => unknown;
export type Format = "json" | "html" | "bcf" | "bcf-3.0" | "pdf" | "text" | "md" | "csv" | "xlsx" | "parquet" | "junit" | "sarif";
export type Lang = "zh-CN" | "en";
export type Outcome = "pass" | "fail" | "undetermined" | "manual" | "not_applicable" | "not_assessed";
export type InputFile = File | { name: string; data: Uint8Array };

export interface Options {
  /** Date of the check, `YYYY-MM-DD`; today in China when absent. */
  as_of?: string;
  /** The text of `haofang.toml`. */
  config?: string | { name: string; text: string };
  params?: Record<string, number | boolean | string | Record<string, number>> | string[];
  policies?: (string | { name?: string; toml: string; source?: string })[];
  /** Text by path, for parameters that name files. */
  texts?: Record<string, string>;
  lenient?: boolean;
  elements?: boolean;
  audience?: "author" | "agency";
  fail_on?: "error" | "warning" | "missing" | "never";
  waivers?: string;
  baseline?: string | object;
  only?: string[];
  skip?: string[];
  lang?: Lang;
}

export interface Assessment {
  schema: "haofang.assessment/1";
  summary: Record<Outcome, number>;
  clauses: { id: string; force: string; title: string; quote: string; outcome: Outcome; examined: number; of: number; verdicts: object[] }[];
  sources: { file: string; sha256: string; bytes: number; ifc_schema: string; application: string }[];
  defects: { file: string; line: number; column: number; byte: number; instance: string | null; code: string; message: string }[];
  [more: string]: unknown;
}

/** The assessment without its verdicts; `failing` counts those that are not met. */
export interface Overview {
  schema: "haofang.assessment/1";
  as_of: string;
  whole: boolean;
  code: number;
  summary: Record<Outcome, number>;
  clauses: { id: string; force: string; title: string; title_en: string; outcome: Outcome; examined: number; of: number; failing: number }[];
  sources: Assessment["sources"];
  defects: Assessment["defects"];
}

export class HaofangError extends Error {
  kind: "usage" | "cancelled" | "bug";
  file: string | null;
  line: number | null;
  column: number | null;
}

export class Session {
  private constructor();
  static open(files: InputFile[], how?: { encoding?: "auto" | "utf-8" | "gb18030" | "shift-jis"; progress?: Progress }): Promise<Session>;
  check(options?: Options, how?: { progress?: Progress }): Result;
  facts(options?: Options, how?: { progress?: Progress }): object;
  free(): void;
}

export class Result {
  private constructor();
  /** The exit code of the command line: 0 nothing found, 1 violations, 3 a model is not whole, 4 not examined. */
  readonly code: number;
  readonly assessment: Assessment;
  /** The assessment without its verdicts: what a page says first. */
  readonly overview: Overview;
  readonly measuredAnew: boolean;
  bytes(): Uint8Array;
  document(format: Format, lang?: Lang): Uint8Array;
  plans(): { name: string; svg: string }[];
  model(): Uint8Array;
}

export function load(wasm?: string | URL | Response | WebAssembly.Module | BufferSource): Promise<unknown>;
export function check(files: InputFile[], options?: Options, how?: { encoding?: string; progress?: Progress }): Promise<Result>;
export function today(): string;
export function version(): string;
