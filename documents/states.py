"""The states of the templates of papers, as plain data."""

from core import clock
from core.moves import Move, Moves

TEMPLATE_MOVES = Moves("retired_at", {"retire": Move({None}, clock.now, action="template.retire")})
