"""Branches of a text that is written step by step: a tree that stays, in the address too.

Address: `&tree=` has the text it begins with, each token that was picked with the number of the
place it goes on from, and the place where one stands.
"""

import json
from dataclasses import dataclass, field

import streamlit as st

from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from pages.writing.form import SEED_TEXT

_TREE, _PARAMETER = "write_tree", "tree"
_MOST_PICKS, _LONGEST_ADDRESS = 400, 4000
"""Tokens in a tree, and the characters of one in an address: browsers take some thousands."""
_SHOWN = 40
"""Characters of a branch on its button: its end, since its beginning stands above it."""


@dataclass
class _Tree:
    """Picks by their numbers; 0 is the text that all begin with."""

    root: str
    picks: list[tuple[int, str]] = field(default_factory=list)
    """Of each: the number of the one it goes on from, and its text. The first has number 1."""
    at: int = 0
    """Where the seed text stands."""

    def text(self, number: int) -> str:
        """All of the text up to a pick."""
        parts: list[str] = []
        while number:
            number, part = self.picks[number - 1]
            parts.append(part)
        return self.root + "".join(reversed(parts))

    def pick(self, text: str) -> None:
        """Go on from where one stands; a way that was taken before is taken again."""
        for number, known in enumerate(self.picks, start=1):
            if known == (self.at, text):
                self.at = number
                return
        self.picks.append((self.at, text))
        self.at = len(self.picks)

    def children(self, number: int) -> list[int]:
        return [child for child, (before, _text) in enumerate(self.picks, 1) if before == number]

    def runs(self) -> list[tuple[int, int, str]]:
        """(depth, last number, text) of each stretch between two forks, a branch after the other
        from the top down."""
        found: list[tuple[int, int, str]] = []
        waiting = [(0, child) for child in reversed(self.children(0))]
        while waiting:
            depth, number = waiting.pop()
            text = self.picks[number - 1][1]
            while len(after := self.children(number)) == 1 and number != self.at:
                [number] = after
                text += self.picks[number - 1][1]
            found.append((depth, number, text))
            deeper = depth + (len(after) > 1)
            waiting += [(deeper, child) for child in reversed(after)]
        return found


def pick_token(text: str) -> None:
    """Add a token, or a word, to the seed text, as a branch of its tree. For callbacks."""
    seed = st.session_state.get(SEED_TEXT) or ""
    tree = st.session_state.get(_TREE)
    if tree is None or tree.text(tree.at) != seed or len(tree.picks) >= _MOST_PICKS:
        tree = _Tree(seed)  # somebody typed: another text begins
    tree.pick(text)
    _keep(tree)


def take_tree_from_address() -> None:
    """The tree that an address brings along, where this session has none. Before the widgets."""
    given = st.query_params.get(_PARAMETER)
    if _TREE in st.session_state or not given:
        return
    tree = _read(given)
    if tree is None:
        st.query_params.pop(_PARAMETER, None)
        st.session_state["write_tree_unread"] = True
        return
    _keep(tree)


def draw_branches() -> None:
    """Each stretch between two forks as a button that leads there; nothing before a first pick."""
    if st.session_state.pop("write_tree_unread", False):
        st.caption(_("The branches in this address cannot be read, so they were left out."))
    tree = st.session_state.get(_TREE)
    if tree is None or not tree.picks:
        return
    st.markdown("**" + _("Branches") + "**")
    with st.container(gap="xxsmall", key="write_branches"):
        _draw_button(tree, 0, 0, tree.root or _("the beginning"))
        for depth, number, text in tree.runs():
            _draw_button(tree, number, depth + 1, text)
    st.button(
        _("Forget the branches"),
        icon=":material/delete_sweep:",
        key="write_branches_forget",
        type="tertiary",
        on_click=_forget,
    )
    if not _put_into_address(tree):
        st.caption(_("They are too long for the address, which does not have them."))


def _draw_button(tree: _Tree, number: int, depth: int, text: str) -> None:
    shown = text if len(text) <= _SHOWN else "… " + text[-_SHOWN:]
    label = "\u2003" * min(depth, 8) + "“" + escape_markdown(shown.replace("\n", "⏎")) + "”"
    st.button(
        f"**{label}**" if number == tree.at else label,
        key=f"write_branch_{number}",
        type="tertiary",
        on_click=_go_to,
        args=(number,),
    )


def _go_to(number: int) -> None:
    tree = st.session_state[_TREE]
    tree.at = number
    _keep(tree)


def _forget() -> None:
    st.session_state.pop(_TREE, None)
    st.query_params.pop(_PARAMETER, None)


def _keep(tree: _Tree) -> None:
    st.session_state[_TREE] = tree
    st.session_state[SEED_TEXT] = tree.text(tree.at)


def _put_into_address(tree: _Tree) -> bool:
    """Whether it fits there."""
    written = json.dumps([tree.root, tree.picks, tree.at], ensure_ascii=False)
    if len(written) > _LONGEST_ADDRESS:
        st.query_params.pop(_PARAMETER, None)
        return False
    st.query_params[_PARAMETER] = written
    return True


def _read(given: str) -> _Tree | None:
    """The tree of an address, which anybody may have written; None where it is none."""
    try:
        root, picks, at = json.loads(given[:_LONGEST_ADDRESS])
        found = [(int(before), str(text)) for before, text in picks]
        is_whole = all(0 <= before <= place for place, (before, _text) in enumerate(found))
        if is_whole and 0 <= int(at) <= len(found) <= _MOST_PICKS:
            return _Tree(str(root), found, int(at))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    return None
