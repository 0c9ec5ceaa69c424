"""Where runs come from: a forest in which a run stands below the one that it started from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from slm_core.runs.config import RunConfig

Relation = Literal["fine_tuned", "trained_on", "followed", "raced", "swept"]
"""Of a run to the row above it: started from its model with another text, or with the same text;
trained after it with settings that were advised; raced, or tried by a sweep, with the others there.
"""


@dataclass(frozen=True)
class LineageRow:
    """One line of the tree, drawn from the top."""

    depth: int
    """0 for what comes from nothing."""
    id: str
    """Of a run, or of a race or a sweep."""
    kind: Literal["run", "deleted", "race", "sweep"]
    """deleted: a run that others started from and that is gone, or cannot be read."""
    relation: Relation | None = None
    """None where nothing stands above it."""


def lineage(runs: Sequence[tuple[str, RunConfig]]) -> list[LineageRow]:
    """The (id, configuration) pairs as a tree; runs that are related to no other are left out.

    A run stands below the one it started from, and that one below the race or the sweep that it is
    a member of, where there is one. The order given is kept among neighbours.
    """
    below: dict[str, list[tuple[str, Relation]]] = {}
    configs = dict(runs)
    tops: dict[str, None] = {}
    for run, config in runs:
        above = _above(run, config, configs)
        if above is None:
            tops[run] = None
            continue
        parent, relation = above
        below.setdefault(parent, []).append((run, relation))
        if parent not in configs:
            tops[parent] = None
    rows: list[LineageRow] = []
    for top in tops:
        if top in below:
            _add(rows, top, below, configs)
    return rows


def _above(
    run: str, config: RunConfig, configs: dict[str, RunConfig]
) -> tuple[str, Relation] | None:
    """What the run stands below, and how it relates to that."""
    parent = _parent(config, configs)
    if parent is not None and not _goes_round(run, parent[0], configs):
        return parent
    if config.race:
        return _RACE + config.race, "raced"
    return (_SWEEP + config.sweep, "swept") if config.sweep else None


def _parent(config: RunConfig, configs: dict[str, RunConfig]) -> tuple[str, Relation] | None:
    """The run that this one came from: also one that is gone, where it started from its model."""
    if config.start is not None:
        earlier = configs.get(config.start.run)
        same = earlier is not None and earlier.corpus == config.corpus
        return config.start.run, "trained_on" if same else "fine_tuned"
    return (config.follows, "followed") if config.follows in configs else None


def _goes_round(run: str, earlier: str, configs: dict[str, RunConfig]) -> bool:
    """Whether damaged configurations say that the earlier run came from this one."""
    seen = {run}
    while earlier not in seen:
        seen.add(earlier)
        parent = _parent(configs[earlier], configs) if earlier in configs else None
        if parent is None:
            return False
        earlier = parent[0]
    return earlier == run


def _add(
    rows: list[LineageRow],
    top: str,
    below: dict[str, list[tuple[str, Relation]]],
    configs: dict[str, RunConfig],
) -> None:
    """A top and all that is below it, without recursion: a chain of runs may be long."""
    waiting: list[tuple[int, str, Relation | None]] = [(0, top, None)]
    while waiting:
        depth, node, relation = waiting.pop()
        rows.append(_row(depth, node, relation, configs))
        waiting += [(depth + 1, *child) for child in reversed(below.get(node, []))]


def _row(
    depth: int, node: str, relation: Relation | None, configs: dict[str, RunConfig]
) -> LineageRow:
    if node.startswith(_RACE):
        return LineageRow(depth, node.removeprefix(_RACE), "race", relation)
    if node.startswith(_SWEEP):
        return LineageRow(depth, node.removeprefix(_SWEEP), "sweep", relation)
    return LineageRow(depth, node, "run" if node in configs else "deleted", relation)


_RACE, _SWEEP = "race:", "sweep:"
"""No id of a run has a colon."""
