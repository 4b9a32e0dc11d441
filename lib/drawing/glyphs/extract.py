"""Extracts the glyph outlines for `../text-outlines.ts` from the site's fonts; see README.md in this folder."""

import io
import json
from pathlib import Path

import uharfbuzz as hb
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

here = Path(__file__).parent
fonts = here.parents[1] / "site" / "theme" / "fonts"
letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:'’-"


def extract(source, target, axes):
    font = TTFont(fonts / source)
    if axes:
        font = instantiateVariableFont(font, axes)
    scale = 1000 / font["head"].unitsPerEm
    outlines = font.getGlyphSet()
    glyphs = {}
    for code, name in sorted(font.getBestCmap().items()):
        pen = SVGPathPen(outlines, ntos=lambda number: str(round(number)))
        outlines[name].draw(TransformPen(pen, (scale, 0, 0, -scale, 0, 0)))
        glyphs[chr(code)] = f"{round(outlines[name].width * scale)} {pen.getCommands()}".rstrip()
    table = {"glyphs": glyphs, "kerning": list_kerning(font, scale)}
    (here / target).write_text(json.dumps(table, ensure_ascii=False, indent=2) + "\n")


def list_kerning(font, scale):
    """The kerning of pairs of letters and digits, where it is visible."""
    font.flavor = None
    file = io.BytesIO()
    font.save(file)
    shaper = hb.Font(hb.Face(file.getvalue()))

    def measure(text, kern):
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(shaper, buffer, {"kern": kern, "liga": False, "ccmp": False})
        return sum(position.x_advance for position in buffer.glyph_positions)

    pairs = []
    for one in letters:
        for other in letters:
            by = round((measure(one + other, True) - measure(one + other, False)) * scale)
            if abs(by) >= 8:
                pairs.append(f"{one}{other}{by}")
    return " ".join(pairs)


if __name__ == "__main__":
    extract("piazzolla.woff2", "serif.json", {"wght": 720})
    extract("sofia-sans-condensed.woff2", "label.json", None)
