"""What every template keeps: it compiles, its icons exist, and nothing in it needs an exception from the CSP."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import get_template

from core.templatetags.states import state_looks

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(path.relative_to(ROOT / "templates") for path in (ROOT / "templates").rglob("*.html"))
# What a browser draws: a symbol that stands in a comment is none.
ICONS = {symbol.get("id") for symbol in ElementTree.parse(ROOT / "static/icons.svg").getroot()}
NAMED_ICON = re.compile(
    r'components/icon\.html" with name="([^"]+)"|(?:label_)?icon="([^"]+)"|icons\.svg\' %}#([a-z0-9-]+)'
)
COLUMNS = 120
INLINE = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)""")


def source(name: Path) -> str:
    return (ROOT / "templates" / name).read_text()


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_a_template_compiles(name: Path) -> None:
    assert get_template(str(name))


def test_every_icon_named_in_a_template_exists() -> None:
    named = {
        (str(name), icon)
        for name in TEMPLATES
        for found in NAMED_ICON.findall(source(name))
        for icon in found
        if icon
    }
    assert {(name, icon) for name, icon in named if icon not in ICONS} == set()


def test_every_state_has_an_icon_that_exists() -> None:
    assert {state: look.icon for state, look in state_looks().items() if look.icon not in ICONS} == {}


def test_every_tone_is_known_to_the_stylesheet() -> None:
    """Tones the stylesheet does not colour are the plain grey one."""
    plain = {"open", "planned", "draft", "frozen", "new", "waived", "not_applicable"}
    coloured = set(re.findall(r'data-state="([a-z_]+)"', (ROOT / "static/product.css").read_text()))
    assert {look.tone or state for state, look in state_looks().items()} <= plain | coloured


def test_no_template_has_inline_style_or_script() -> None:
    assert {
        str(name): INLINE.findall(source(name)) for name in TEMPLATES if INLINE.search(source(name))
    } == {}


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_a_template_is_written_in_120_columns_and_shows_fields_by_their_component(name: Path) -> None:
    lines = source(name).splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > COLUMNS] == []
    assert name.parts[0] == "components" or not re.search(r'<div class="field[ "]', source(name))
