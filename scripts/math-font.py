"""Makes src/ui/fonts/ravine-math.woff2 out of Noto Sans Math 3.000. See src/ui/fonts/README.md.

    python3 scripts/math-font.py NotoSansMath-Regular.woff2

Needs fonttools (4.38 or newer) and brotli.
"""

import sys
from pathlib import Path

from fontTools.misc.transform import Identity
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "src/ui/fonts/ravine-math.woff2"
FAMILY = "Ravine Math"

# Sizes of exponents, and of what is in or on them, in percent. Noto's 60 and 50 are for paper: of 14 pixels they
# leave 7.
SCRIPT_PERCENT, SCRIPT_OF_SCRIPT_PERCENT = 74, 62

# How far below the top of a bracket its exponent may stand; 386 in Computer Modern, 240 in Noto.
EXPONENT_DROP = 380

# What stays clear above and below the lines of fractions and roots, and above roots, in thousandths of an em. Noto's 71
# and 89 are one pixel here; its 71 above roots make fences around them a size larger.
FRACTION_GAP, RADICAL_GAP, ABOVE_RADICAL = 100, 140, 20

# Chromium reserves for a fence or root that can grow the width of the widest glyph it could grow to, and leaves the
# rest blank. So what it can grow to is made not much wider than the glyph itself. What would become too thin by that
# is left out: beyond it, fences and roots are put together from parts.
WIDEST_FENCE, WIDEST_RADICAL = 1.25, 1.08
THINNEST = 0.62
RADICAL, SLASH = 0x221A, 0x2F

# A prime is an exponent to MathML, raised and made smaller; Noto draws it raised already.
PRIMES = [0x2032, 0x2033]
PRIME_SCALE, PRIME_DROP = 1.3, 420

# What TeX of ours, and formulas that people type, can become, and a little more: U+…
CHARACTERS = [
    (0x20, 0x7E),  # ASCII
    *[(code, code) for code in (0xA0, 0xAC, 0xB0, 0xB1, 0xB7, 0xD7, 0xF7)],
    *[(code, code) for code in (0x2C6, 0x2DA)],  # accents
    (0x300, 0x304),
    (0x307, 0x308),
    (0x391, 0x3A1),  # Greek
    (0x3A3, 0x3A9),
    (0x3B1, 0x3C9),
    *[(code, code) for code in (0x3D1, 0x3D5, 0x3D6, 0x3F1, 0x3F5)],
    (0x2000, 0x200B),  # spaces
    *[(code, code) for code in (0x2016, 0x2026, 0x2032, 0x2033, 0x203E)],
    (0x2061, 0x2064),  # invisible operators
    (0x20D7, 0x20D7),  # vector
    (0x210E, 0x210E),  # h, which is not among the italics below
    (0x2113, 0x2113),
    (0x211D, 0x211D),
    (0x2190, 0x2195),  # arrows
    *[(code, code) for code in (0x21A6, 0x21D0, 0x21D2, 0x21D4)],
    *[(code, code) for code in (0x2200, 0x2202, 0x2203, 0x2205, 0x2207, 0x2208, 0x2209)],
    (0x220F, 0x2213),  # ∏ ∐ ∑ − ∓
    *[(code, code) for code in (0x2217, 0x2218, 0x221A, 0x221D, 0x221E, 0x2223, 0x2225)],
    (0x2227, 0x222B),
    *[(code, code) for code in (0x223C, 0x2248, 0x2254, 0x2260, 0x2261, 0x2264, 0x2265, 0x226A, 0x226B)],
    *[(code, code) for code in (0x2282, 0x2286, 0x2295, 0x2297, 0x2299, 0x22A4, 0x22A5, 0x22C5, 0x22C6)],
    (0x22EE, 0x22F1),  # dots
    (0x2308, 0x230B),  # ceiling, floor
    (0x27E8, 0x27E9),
    (0x1D434, 0x1D454),  # italics: Latin, Greek
    (0x1D456, 0x1D467),
    (0x1D6A4, 0x1D6A5),
    (0x1D6E2, 0x1D71B),
]


# Characters that Noto Sans Math lacks: invisible operators, and the line over a mean, which is a macron that has a width.
SAME = {code: 0x200B for code in range(0x2061, 0x2065)}
OVERLINE, MACRON = 0x203E, 0x304


def main(source: str) -> None:
    font = TTFont(source)
    add_characters(font)
    narrow_variants(font)
    lower_primes(font)
    constants = font["MATH"].table.MathConstants
    constants.ScriptPercentScaleDown = SCRIPT_PERCENT
    constants.ScriptScriptPercentScaleDown = SCRIPT_OF_SCRIPT_PERCENT
    constants.SuperscriptBaselineDropMax.Value = EXPONENT_DROP
    constants.FractionNumeratorGapMin.Value = constants.FractionDenominatorGapMin.Value = FRACTION_GAP
    constants.RadicalVerticalGap.Value = RADICAL_GAP
    constants.RadicalExtraAscender.Value = ABOVE_RADICAL
    subset(font)
    rename(font)
    font.flavor = "woff2"
    font.save(TARGET)
    print(f"{TARGET.name}: {len(font.getGlyphOrder())} glyphs, {TARGET.stat().st_size} bytes")


def add_characters(font: TTFont) -> None:
    characters = font.getBestCmap()
    missing = [f"U+{code:X}" for code in wanted() if code not in {*characters, *SAME, OVERLINE}]
    if missing:
        sys.exit(f"The font lacks {', '.join(missing)}: take another one, or look for a character alike.")
    line = f"uni{OVERLINE:X}"
    font["hmtx"][line] = font["hmtx"][characters[MACRON]]
    font["glyf"][line] = font["glyf"][characters[MACRON]]
    outline = font["glyf"][line]
    transform(font, line, Identity.translate(-outline.xMin, 0))
    font["hmtx"][line] = (outline.xMax - outline.xMin, 0)
    for table in font["cmap"].tables:
        if table.format == 12:
            table.cmap.update({code: characters[other] for code, other in SAME.items()})
            table.cmap[OVERLINE] = line


def wanted() -> list:
    return [code for first, last in CHARACTERS for code in range(first, last + 1)]


def narrow_variants(font: TTFont) -> None:
    variants = font["MATH"].table.MathVariants
    characters = font.getBestCmap()
    # Σ and Π are not stretched: they have one size more, for display.
    operators = {characters[code] for code in range(0x220F, 0x2212)}
    done = set(variants.VertGlyphCoverage.glyphs)
    for base, construction in zip(variants.VertGlyphCoverage.glyphs, variants.VertGlyphConstruction):
        if base in operators:
            continue
        widest = WIDEST_RADICAL if base == characters[RADICAL] else WIDEST_FENCE
        limit = widest * font["hmtx"][base][0]
        assembly = construction.GlyphAssembly
        records = construction.MathGlyphVariantRecord
        if base == characters[SLASH]:
            # A quotient in a line has no height of its own that a slash could take.
            records = records[:1]
        elif assembly is not None:
            records = [one for one in records if font["hmtx"][one.VariantGlyph][0] * THINNEST <= limit]
        construction.MathGlyphVariantRecord = records
        construction.VariantCount = len(records)
        parts = [] if assembly is None else [part.glyph for part in assembly.PartRecords]
        # Parts of one whole share their width, and so their factor.
        for name in [*(one.VariantGlyph for one in records), *parts]:
            width = font["hmtx"][name][0]
            if name not in done and width > limit:
                transform(font, name, Identity.scale(limit / width, 1))
            done.add(name)


def lower_primes(font: TTFont) -> None:
    for code in PRIMES:
        transform(font, font.getBestCmap()[code], Identity.translate(0, -PRIME_DROP).scale(PRIME_SCALE))


def transform(font: TTFont, name: str, matrix) -> None:
    """Redraws a glyph; its advance grows with it."""
    outline = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(outline)
    pen = TTGlyphPen(None)
    outline.replay(TransformPen(pen, matrix))
    glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["glyf"][name] = glyph
    font["hmtx"][name] = (round(font["hmtx"][name][0] * matrix.xx), glyph.xMin if glyph.numberOfContours else 0)


def subset(font: TTFont) -> None:
    options = Options()
    options.hinting = False
    options.layout_features = ["ccmp", "ssty", "dtls"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    tool = Subsetter(options)
    tool.populate(unicodes=wanted())
    tool.subset(font)


def rename(font: TTFont) -> None:
    """A changed font says so by its name; whose it is and its licence stay."""
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (1, 3, 4, 6, 16):
            names.setName(
                FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY,
                record.nameID, record.platformID, record.platEncID, record.langID,
            )
    names.setName(
        "Licensed under the SIL Open Font License, Version 1.1. A subset of Noto Sans Math 3.000, changed.",
        13, 3, 1, 0x409,
    )
    names.setName("https://openfontlicense.org", 14, 3, 1, 0x409)


if __name__ == "__main__":
    main(*sys.argv[1:])
