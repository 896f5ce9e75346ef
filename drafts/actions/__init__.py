"""The actions on unfinished work. All of it is one's own: who wrote it keeps it, throws it away and has it back."""

from drafts.actions.finish_draft import finish, lay_in_bin, set_aside
from drafts.actions.keep_draft import keep
from drafts.actions.keep_files import put_file, put_file_back, take_file_away
from drafts.actions.throw_away import empty_bin, put_back, throw_away
