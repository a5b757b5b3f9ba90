"""Runs every surface over the same submissions and compares the assessments byte by byte. Called by `run`."""

import argparse
import gzip
import hashlib
import io
import json
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import haofang

AS_OF = "2026-11-22"
PARAMS = {"plan.green_ratio": 0.30, "model_scope": "whole"}
# of ../shared/corpus, where it is: several schemas, programs and sizes
REAL = ["AC20-FZK-Haus.ifc", "duplex.ifc", "Duplex_A_20110907.ifc", "SampleHouse4.ifc", "Building-Landscaping.ifc"]
HOSTILE = {
    "空.ifc": b"",
    "噪声.ifc": hashlib.shake_256(b"noise").digest(60_000),
    "括号.ifc": b"ISO-10303-21;DATA;#1=IFCWALL(" + b"(" * 200_000,
    "自指.ifc": b"ISO-10303-21;HEADER;ENDSEC;DATA;#1=IFCPROJECT(#1,#1,#1);#2=IFCSPACE(#2,#2,#2,#2,#2,#2,#2);ENDSEC;END-ISO-10303-21;",
    "坏包.ifczip": b"PK\x03\x04" + b"x" * 500,
    "坏.ifc.gz": b"\x1f\x8b\x08" + b"y" * 500,
}


def bombs() -> dict[str, bytes]:
    """Small files that unpack to 640 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("3号楼.ifc", "w") as entry:
        for _ in range(640):
            entry.write(bytes(1 << 20))
    return {"炸弹.ifc.gz": gzip.compress(bytes(64 << 20), mtime=0) * 10, "炸弹.ifczip": packed.getvalue()}


def bent(whole: bytes) -> dict[str, bytes]:
    """The tower with references that run in circles, with flipped bytes, with numbers that are none: nothing of it is good."""

    def added(record: bytes) -> bytes:
        at = whole.rindex(b"ENDSEC;")
        return whole[:at] + record + whole[at:]

    storey = re.search(rb"(#\d+)=IFCBUILDINGSTOREY\(", whole)[1]
    project = re.search(rb"(#\d+)=IFCPROJECT\(", whole)[1]
    dice = random.Random(8)
    flipped = bytearray(whole)
    for _ in range(400):
        flipped[dice.randrange(2000, len(flipped))] = dice.randrange(256)
    return {
        "循环放置.ifc": re.sub(rb"(#\d+)=IFCLOCALPLACEMENT\(#\d+,", rb"\1=IFCLOCALPLACEMENT(\1,", whole),
        "循环聚合.ifc": added(b"#900001=IFCRELAGGREGATES('0AAAAAAAAAAAAAAAAAAAAA',$,$,$,%b,(%b,%b));\n" % (storey, project, storey)),
        "循环实体.ifc": re.sub(rb"(#\d+)=IFCEXTRUDEDAREASOLID\([^;]*;", rb"\1=IFCBOOLEANRESULT(.UNION.,\1,\1);", whole),
        "循环单位.ifc": re.sub(rb"(#\d+)=IFCSIUNIT\(\*,.LENGTHUNIT.[^;]*;", rb"\1=IFCCONVERSIONBASEDUNIT(#10,.LENGTHUNIT.,'X',\1);", whole),
        "巨数.ifc": whole.replace(b"(0.,0.,3150.)", b"(1E308,-1E308,1E400)"),
        "翻转.ifc": bytes(flipped),
    }


def submissions(folder: Path, root: Path, shared: Path, command: Path) -> dict[str, list[Path]]:
    """Name of each submission and its files."""
    tower = next((root / "samples/residential-7f-3050").glob("*.ifc"))
    given = {"tower": [tower], "estate": sorted((root / "samples/estate-faults").glob("*.ifc"))}
    for name, more in {"demo": [], "demo-30": ["--dwellings", "30"]}.items():
        subprocess.run([command, "demo", "-o", folder / name, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        given[name] = sorted((folder / name).glob("*.ifc"))
    whole = tower.read_bytes()

    def written(name: str, data: bytes) -> list[Path]:
        path = folder / name
        path.write_bytes(data)
        return [path]

    given["packed"] = written("压缩.ifc.gz", gzip.compress(whole, mtime=0))
    with zipfile.ZipFile(folder / "压缩.ifczip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("3号楼.ifc", whole)
    given["zipped"] = [folder / "压缩.ifczip"]
    given["cut"] = written("截断.ifc", whole[: len(whole) // 2])
    given["flawed"] = written("缺陷.ifc", whole.replace(b"IFCCARTESIANPOINT((0.", b"IFCCARTESIANPOINT((#99999999,0.", 3))
    given["twice"] = [tower, *written("副本.ifc", whole)]
    truth = sorted(shared.glob("truth/*.ifc"))
    given.update({f"truth-{path.stem}": [path] for path in truth})
    corpus = {path.name: path for path in sorted(shared.glob("corpus/**/*.ifc"), reverse=True)} if shared.is_dir() else {}
    given.update({f"real-{name}": [corpus[name]] for name in REAL if name in corpus})
    given.update({f"hostile-{name}": written(name, data) for name, data in {**HOSTILE, **bombs()}.items()})
    given.update({f"bent-{name}": written(name, data) for name, data in bent(whole).items()})
    return given


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("haofang", "rust", "c", "web", "out", "root", "shared"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    out: Path = arguments.out
    given = submissions(out / "models", arguments.root, arguments.shared, arguments.haofang)
    options = out / "options.json"
    options.write_text(json.dumps({"as_of": AS_OF, "params": PARAMS}), encoding="utf-8")
    params = [word for key, value in PARAMS.items() for word in ("-p", f"{key}={value}")]
    plan = out / "plan.json"
    for surface in ("cli", "rust", "python", "c", "wasm"):
        for name in given:
            (out / surface / name).mkdir(parents=True)
    plan.write_text(json.dumps({name: [str(path) for path in paths] for name, paths in given.items()}), encoding="utf-8")

    codes: dict[tuple[str, str], int] = {}
    for name, paths in given.items():
        result = lambda surface: out / surface / name / "assessment.json"  # noqa: E731
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": out}
        codes["cli", name] = subprocess.run(
            [arguments.haofang, "check", *paths, "--as-of", AS_OF, *params, "-q", "-f", f"json:{result('cli')}"], **quiet
        ).returncode
        codes["rust", name] = subprocess.run([arguments.rust, options, result("rust"), *paths], **quiet).returncode
        codes["c", name] = subprocess.run([arguments.c, options, out / "c" / name, *paths], **quiet).returncode
        checked = haofang.check(paths, as_of=AS_OF, params=PARAMS, unreadable="return")
        result("python").write_bytes(checked.document("json"))
        codes["python", name] = checked.code
    wasm = subprocess.run(["node", arguments.root / "tests/surfaces/wasm.mjs", arguments.web, options, plan, out / "wasm"], stdout=subprocess.PIPE)
    codes.update({("wasm", name): code for name, code in json.loads(wasm.stdout).items()})

    failed = 0
    for name in given:
        hashes = {}
        for surface in ("cli", "rust", "python", "c", "wasm"):
            path = out / surface / name / "assessment.json"
            hashes[surface] = (codes.get((surface, name)), hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else "none")
        same = len(set(hashes.values())) == 1 and hashes["cli"][1] != "none"
        if name.startswith(("hostile-", "bent-")):
            # no good model: never "nothing found"
            same = same and hashes["cli"][0] in (1, 3, 4)
        failed += not same
        print(("same   " if same else "DIFFERS"), name, *(hashes["cli"] if same else [hashes]))
    print(f"{len(given) - failed} of {len(given)} submissions are the same bytes through five surfaces")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
