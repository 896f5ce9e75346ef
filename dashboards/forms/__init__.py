"""Django forms of the global search, of reviewing and of the deeds of the tree."""

from dashboards.forms.search_and_review import LONGEST, ReviewForm, SearchForm
from dashboards.forms.tree_deeds import DEED_FORMS, DeedForm, TakeBackForm
