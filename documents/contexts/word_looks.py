"""What a filled Word document gets that no template can say: a word across each page, fonts that hold rare names."""

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

# Fonts of GB 2312 → those of the same face that also hold rarer characters.
WIDER_FONTS = {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "方正小标宋简体": "宋体"}
CHINESE_FROM = "\u2e80"
WORD_ACROSS = """
<w:r {w}><w:pict xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m@7,l@8,m@5,21600l@6,21600e">
<v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="WordAcross{number}" type="#_x0000_t136" fillcolor="#c0c0c0" stroked="f"
 style="position:absolute;width:{width}pt;height:150pt;rotation:315;z-index:-251658752;
mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin">
<v:fill opacity=".4"/><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{text}"/>
</v:shape></w:pict></w:r>"""


def write_across(document: Any, text: str) -> None:
    """The word lies across every page, behind the text: 初稿, 已撤下."""
    for number, section in enumerate(document.sections):
        headers = [section.header]
        if document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        for place, header in enumerate(headers):
            paragraph = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
            shape = WORD_ACROSS.format(
                w=nsdecls("w"), number=f"{number}{place}", width=150 * len(text), text=text
            )
            paragraph._p.append(parse_xml(shape))


def widen_fonts(document: Any) -> None:
    """A run that holds a character beyond GB 2312 is set in the wider font of the same face, all of it, so that a rare
    character in a name looks like its neighbours."""
    inherited = document.styles["Normal"].element.find(f".//{qn('w:rFonts')}")
    usual = inherited.get(qn("w:eastAsia")) if inherited is not None else None
    for run in document.element.body.iter(qn("w:r")):
        if not any(_is_rare(letter) for text in run.iter(qn("w:t")) for letter in text.text or ""):
            continue
        fonts = run.get_or_add_rPr().get_or_add_rFonts()
        if wider := WIDER_FONTS.get(fonts.get(qn("w:eastAsia")) or usual or ""):
            fonts.set(qn("w:eastAsia"), wider)


def _is_rare(letter: str) -> bool:
    if letter < CHINESE_FROM:
        return False
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False
