"""Makes haofang-sans.otf: Noto Sans CJK SC with the characters that drawings and forms need, under a name of its own.

The OFL lets a changed version be shipped when it is renamed and the licence goes with it (OFL.txt).
Run: apt-get install fonts-noto-cjk; pip install fonttools; python3 make.py
"""

from pathlib import Path

from fontTools import subset

SOURCE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SIMPLIFIED = 2  # the face of the collection
FAMILY = "Haofang Sans"


def gb2312(rows):
    """The characters of these rows of GB 2312-80."""
    for row in rows:
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                pass


wanted = {chr(code) for code in [*range(0x20, 0x7F), *range(0xA0, 0x100)]}
wanted |= set(gb2312(range(0xA1, 0xA4)))  # punctuation, signs, full-width Latin
wanted |= set(gb2312(range(0xB0, 0xF8)))  # 6763 characters of both levels: names of estates use rare ones
wanted |= set("½⅓⅔≥≤−×÷±✓→←↑↓·…—–“”‘’□■▲△▼▽●○‰℃√≠≈∥⊥∠⌀Φφ㎜㎝㎞㎡㎥②③①④⑤⑥⑦⑧⑨⑩²³")
wanted |= set("璟樾玥珺堃昇淼琰垚甯旸晞湜璠畹邨墅砼檩廫樘檐瑕盥臵钛镂霾驿誠酯")  # estates, trade, and our own texts

options = subset.Options()
options.font_number = SIMPLIFIED
options.layout_features = []
options.hinting = False
options.notdef_outline = True
options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
options.name_languages = [0x409]
options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "GPOS", "GSUB", "GDEF", "DSIG"]
font = subset.load_font(SOURCE, options)
subsetter = subset.Subsetter(options)
subsetter.populate(text="".join(wanted))
subsetter.subset(font)
postscript = FAMILY.replace(" ", "") + "-Regular"
for record in font["name"].names:
    new = {1: FAMILY, 2: "Regular", 3: postscript, 4: f"{FAMILY} Regular", 6: postscript}.get(record.nameID)
    if new:
        record.string = new
cff = font["CFF "].cff
cff.fontNames[0] = postscript
top = cff.topDictIndex[0]
top.FullName, top.FamilyName = f"{FAMILY} Regular", FAMILY
font["head"].created = font["head"].modified = 3_500_000_000
font.recalcTimestamp = False
font.save(Path(__file__).with_name("haofang-sans.otf"))
missing = sorted(wanted - {chr(code) for code in font.getBestCmap()})
print(len(font.getBestCmap()), "characters; not in the source:", "".join(missing))
