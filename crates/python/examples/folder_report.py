# %% [markdown]
# 一个文件夹的模型：校核、列表、作图 / A folder of models: check, tabulate, plot
#
#     python folder_report.py FOLDER [OUT]
#
# Needs haofang, pandas and matplotlib; tqdm shows a bar when it is there.

# %%
import sys
from pathlib import Path

import pandas
import haofang

try:
    from tqdm.auto import tqdm
except ImportError:  # a bar is a luxury
    def tqdm(items, **_):
        return items

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
out = Path(sys.argv[2] if len(sys.argv) > 2 else "haofang-folder")
out.mkdir(parents=True, exist_ok=True)

# %% one check per file; a file that cannot be read is a row, too
rows, heights = [], []
for path in tqdm(sorted(folder.rglob("*.ifc")), desc="校核"):
    session = haofang.Session(path)
    result = session.check(as_of="2026-11-22", unreadable="return")
    rows.append({
        "file": path.name, "code": result.code, **result.summary,
        "application": "; ".join(sorted({source.application for source in result.sources})),
        "failed": " ".join(sorted({finding.clause for finding in result.findings("fail")})),
    })
    for fact in session.facts().facts:
        if fact.subject.kind == "storey" and fact.quantity == "height":
            heights.append({"file": path.name, "storey": fact.subject.name, "height": fact.value, "by": fact.provenance})
table = pandas.DataFrame(rows)
print(table.to_string(index=False))
table.to_csv(out / "summary.csv", index=False, encoding="utf-8-sig")

# %% storey heights against the 3.1 m of 二（一）
storeys = pandas.DataFrame(heights, columns=["file", "storey", "height", "by"])
storeys.to_csv(out / "storey-heights.csv", index=False, encoding="utf-8-sig")
import matplotlib  # noqa: E402

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

plt.rcParams["font.sans-serif"] = ["Noto Sans CJK SC", "Noto Sans CJK JP", "Microsoft YaHei", "SimHei", "DejaVu Sans"]
plt.rcParams["axes.unicode_minus"] = False
figure, (left, right) = plt.subplots(1, 2, figsize=(13, max(3.5, 0.3 * len(table) + 1.5)))
outcomes = ["pass", "fail", "undetermined", "manual"]
colours = ["#1e6b34", "#a4262c", "#9aa4aa", "#c98a00"]
start = pandas.Series(0, index=table.index)
for outcome, colour in zip(outcomes, colours):
    left.barh(table.file, table[outcome], left=start, color=colour, label=outcome)
    start = start + table[outcome]
left.set_xlabel("条款数 clauses")
left.legend(loc="lower right", fontsize=8)
left.invert_yaxis()
if len(storeys):
    shown = storeys[storeys.height < 8]
    right.hist(shown.height, bins=40, color="#0b57a4")
    right.axvline(3.1, color="#a4262c", linewidth=2, label="3.1 m")
    right.legend()
right.set_xlabel("层高 storey height (m)")
right.set_ylabel("楼层数 storeys")
figure.tight_layout()
figure.savefig(out / "summary.png", dpi=120)
print(f"written: {out}")
