"""JSON as programs export it: talks that are trees, and texts in pieces, both as lists of texts.

Nothing here recurses, so that a value may be nested as deeply as JSON can be read.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence

_WHOLE = "line"  # what a value that is a string and no object counts as
_TEXT_KEYS = ("text", "insert", "plain_text")
"""Names under which a piece of a text has its words."""
_BRANCHES = frozenset(("children", "replies", "responses", "subcomments"))
"""Names of the list of answers to what holds it."""
_INLINE_NAMES = (
    "plain bold italic em strong underline strike strikethrough spoiler code pre link text_link "
    "url mention mention_name hashtag cashtag bot_command email phone bank_card custom_emoji emoji "
    "user channel usergroup"
)
_INLINE_TYPES = frozenset(_INLINE_NAMES.split())
"""Types of pieces that stand within a line; a piece of another type may be a paragraph."""
_INLINE_KEYS = frozenset(["href", "marks", "annotations", "styles", "attributes"])
_OPENS, _GOES_ON = frozenset("([{（「『《"), frozenset(",.;:!?…)]}，。；：！？、）」』》")
_OF_TREE = frozenset(("id", "parent", "children"))
_ENDS = frozenset(".!?…。！？:：")


def strings(value: object) -> Iterator[tuple[str, str]]:
    """Every string in a value with its dotted name, in reading order.

    The items of a list share their list's name, pieces of one text are one string, and answers
    have the name of what they answer. Of a talk with branches the one that was shown last comes.
    """
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        yield from value.items()  # most records are like this, and there may be millions
        return
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        name, item = waiting.pop()
        if isinstance(item, str):
            yield name or _WHOLE, item
        elif isinstance(item, dict):
            waiting.extend(reversed(list(_parts(name, item))))
        elif isinstance(item, list):
            text = joined_pieces(item)
            if text is None:
                waiting.extend((name, part) for part in reversed(item))
            else:
                yield name or _WHOLE, text


def _parts(name: str, item: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """What is in an object, with its names."""
    if is_tree(item):
        yield name, _shown(item, None)
        return
    answers: list[object] = []  # come after what they answer, wherever they are named
    for key, part in item.items():
        if key in _BRANCHES and _is_answers(part):
            answers.append(part)
        elif isinstance(part, dict) and is_tree(part):
            yield _named(name, key), _shown(part, item.get("current_node"))
        else:
            yield _named(name, key), part
    yield from ((name, part) for part in answers)


def _named(name: str, key: object) -> str:
    """The name of what is in another; a name that comes again goes back to where it came first, so
    that what is nested in its own kind, as comments and paragraphs are, is one field."""
    names = name.split(".") if name else []
    own = str(key)
    return ".".join(names[: names.index(own) + 1] if own in names else [*names, own])


def _is_answers(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def is_tree(value: object) -> bool:
    """Whether an object has the messages of a talk by their ids, each naming those before and
    after it, as exports of chats have them."""
    if not isinstance(value, dict) or not value:
        return False
    nodes = list(value.values())
    return all(isinstance(node, dict) for node in nodes) and all(
        isinstance(node.get("children"), list) and "parent" in node for node in nodes
    )


def hidden_messages(value: object) -> int:
    """How many messages of a talk are on branches that were not shown last."""
    if not isinstance(value, dict):
        return 0
    if is_tree(value):
        return _hidden(value, None)
    last = value.get("current_node")
    return sum(_hidden(part, last) for part in value.values() if is_tree(part))


def _hidden(tree: Mapping[str, object], last: object) -> int:
    messages = sum(
        isinstance(node, dict) and node.get("message", {}) is not None for node in tree.values()
    )
    shown = sum(node.get("message", {}) is not None for node in _shown(tree, last))
    return messages - shown


def _shown(tree: Mapping[str, object], last: object) -> list[dict[str, object]]:
    """The messages from the first to the last one shown."""
    at = last if isinstance(last, str) and last in tree else _newest(tree)
    path: list[dict[str, object]] = []
    seen: set[object] = set()
    while isinstance(at, str) and at not in seen and isinstance(node := tree.get(at), dict):
        seen.add(at)
        path.append({key: part for key, part in node.items() if key not in _OF_TREE})
        at = node.get("parent")
    return path[::-1]


def _newest(tree: Mapping[str, object]) -> str:
    """The end of the branch begun last: the last child of the last child of the first message."""
    nodes = {key: node for key, node in tree.items() if isinstance(node, dict)}
    roots = (key for key, node in nodes.items() if str(node.get("parent")) not in nodes)
    at = next(roots, next(iter(nodes)))
    seen: set[str] = set()
    while at not in seen:
        seen.add(at)
        children = nodes[at].get("children")
        known = (
            [key for key in children if isinstance(key, str) and key in nodes]
            if isinstance(children, list)
            else []
        )
        at = known[-1] if known else at
    return at


def joined_pieces(items: Sequence[object]) -> str | None:
    """The text that a list of pieces makes, such as `["See ", {"type": "bold", "text": "this"}]`;
    None where it is a list of other things."""
    if not any(isinstance(item, dict) for item in items):
        return None
    texts: list[str] = []
    is_inline = False
    for item in items:
        text = item if isinstance(item, str) else _text_of_piece(item)
        if text is None:
            return None
        is_inline = is_inline or isinstance(item, str) or _is_inline(item)
        if text:
            texts.append(text)
    if not texts:
        return None
    parts = [texts[0]]
    for before, after in itertools.pairwise(texts):
        parts += [after] if is_inline or _touches(before, after) else ["\n", after]
    return "".join(parts)


def _text_of_piece(item: object) -> str | None:
    """The words of a piece, "" for a picture and the like, None for what is no piece."""
    if not isinstance(item, dict):
        return None
    has_type = isinstance(item.get("type"), str)
    for key in _TEXT_KEYS:
        if isinstance(text := item.get(key), str):
            return text if has_type or key == "insert" else None
    return "" if has_type and not any(isinstance(p, (list, dict)) for p in item.values()) else None


def _is_inline(item: object) -> bool:
    return isinstance(item, dict) and (
        str(item.get("type")) in _INLINE_TYPES or bool(_INLINE_KEYS & item.keys())
    )


def _touches(before: str, after: str) -> bool:
    """Whether two pieces stand in one line, as their ends show."""
    if before[-1].isspace() or after[0].isspace():
        return True
    return before[-1] not in _ENDS and (before[-1] in _OPENS or after[0] in _GOES_ON)
