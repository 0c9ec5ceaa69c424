"""A rating set as making one leaves it, without models."""

from slm_core import checksums
from slm_core.evaluation.ratings.rating_set import REAL, RatingSet, open_ratings
from slm_core.storage import write_json
from slm_core.workspace import Workspace


def made_set(workspace: Workspace, *, name: str = "ratings-1", run: str = "run-1") -> RatingSet:
    """Ten pairs of one run and the real text, none of them judged."""
    folder = workspace.rating_folder(name)
    folder.mkdir(parents=True)
    pair = {"prompt": "The pump", "left": "*was* old.", "right": "broke.", "left_source": run}
    pairs = [{**pair, "right_source": REAL} for _ in range(10)]
    values = {"runs": [run], "names": ["Pumps · LSTM"], "corpus": "c", "made": 1.0}
    write_json(folder / "set.json", {**values, "pairs": pairs})
    checksums.seal(folder)
    return open_ratings(workspace, name)
