"""Runs of one configuration that differ in their random seed alone."""

from collections.abc import Sequence
from typing import TypeVar

from slm_core.runs.config import RunConfig
from slm_core.runs.relations.differences import flat_settings

Item = TypeVar("Item")


def configuration_key(config: RunConfig) -> tuple[tuple[str, object], ...]:
    """Equal for two configurations where they differ in no more than their seed."""
    settings = flat_settings(config)
    return tuple(sorted((path, value) for path, value in settings.items() if path != _SEED))


def grouped_by_seed(items: Sequence[Item], configs: Sequence[RunConfig]) -> list[tuple[Item, ...]]:
    """The items, one for each configuration, in groups that differ in the seed alone.

    Groups and items keep their order. Two of the same seed are one configuration all the same;
    `each_seed_once` leaves one of them.
    """
    groups: dict[tuple[tuple[str, object], ...], list[Item]] = {}
    for item, config in zip(items, configs, strict=True):
        groups.setdefault(configuration_key(config), []).append(item)
    return [tuple(group) for group in groups.values()]


def each_seed_once(items: Sequence[Item], configs: Sequence[RunConfig]) -> tuple[Item, ...]:
    """Of the items of one configuration the first with each seed: the same seed again is no further
    sample of training, and counted as one it would make an interval too narrow."""
    found: dict[int, Item] = {}
    for item, config in zip(items, configs, strict=True):
        found.setdefault(config.training.seed, item)
    return tuple(found.values())


_SEED = "training.seed"
