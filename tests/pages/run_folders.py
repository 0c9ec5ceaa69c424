"""Run folders as a trainer would have left them, in any state, without training anything."""

import math
import random
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import orjson
from filelock import BaseFileLock

from slm_core.json_log import JsonLog
from slm_core.runs.config import RunConfig
from slm_core.runs.run import BaselineScores, Facts, Run
from slm_core.runs.status import RunStatus, State, lock_of, write_status
from slm_core.storage import write_json
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.training.checkpoints.checkpoint_paths import FORMAT, STATE
from slm_core.training.settings import BudgetSettings, SampleSettings
from slm_core.workspace import Workspace, new_run_id

ENGLISH = (
    " was reported on Tuesday by doctors who followed two hundred patients for a year. The drug "
    "slowed the growth of tumours in most of them, and few had side effects strong enough to stop."
)
CHINESE = (
    "，请问订单什么时候发货？您好，亲，您的订单今天下午已经打包，"
    "预计明天上午由快递公司发出，请您耐心等待。"
)
TOKENS_A_STEP = 1024
SECONDS_A_STEP = 0.03


@dataclass
class RunFolder:
    """A run folder and the pretended trainer that works on it."""

    run: Run
    lock: BaseFileLock
    step: int = 0
    text: str = ENGLISH

    def status(self, state: State, **changes: object) -> None:
        """Write status.json as a trainer would at the present step."""
        seconds = self.step * SECONDS_A_STEP
        status = RunStatus(
            state=state,
            asked=time.time() - 40,
            pid=1,
            step=self.step,
            epoch=self.step / 310,
            tokens=self.step * TOKENS_A_STEP,
            seconds=seconds,
            fraction=min(1.0, seconds / 60),
            seconds_left=max(0.0, 60 - seconds) if state == "running" else None,
            heartbeat=time.time(),
        )
        write_status(self.run.folder, replace(status, **changes))  # ty: ignore[invalid-argument-type]

    def train(self, steps: int, *, overfit: bool = False, every: int = 40) -> None:
        """Add metrics and samples for so many steps more."""
        lines = []
        for step in range(self.step + 1, self.step + steps + 1):
            lines.append(train_record(step))
            if step % every == 0:
                lines.append(validation_record(step, overfit=overfit))
            if step % 200 == 0:
                self.write_sample(step)
        with open(self.run.folder / "metrics.jsonl", "ab") as file:
            file.write(b"".join(orjson.dumps(line) + b"\n" for line in lines))
        self.step += steps

    def write_sample(self, step: int) -> None:
        """Text that starts as noise and ends as language."""
        share = min(1.0, step / 1000)
        texts = [
            [heat, _noisy(self.text, share / max(heat, 0.7), step)] for heat in (0.5, 0.8, 1.1)
        ]
        JsonLog(self.run.folder / "samples.jsonl").append(
            {
                "step": step,
                "seconds": step * SECONDS_A_STEP,
                "prompt": self.run.config().samples.seed_text,
                "texts": texts,
                "expected": [[" of", 0.1 + share / 2], [" the", 0.1], [",", 0.05]],
            }
        )

    def event(self, kind: str, *, step: int | None = None, **details: object) -> None:
        """Add an event at a step, by default the present one."""
        at = self.step if step is None else step
        JsonLog(self.run.folder / "events.jsonl").append(
            {
                "kind": kind,
                "time": time.time(),
                "step": at,
                "seconds": at * SECONDS_A_STEP,
                **details,
            }
        )

    def end(self, state: State, **changes: object) -> None:
        """Write a last state and let go of the lock, as a trainer that ends or dies does."""
        self.status("running" if state == "interrupted" else state, **changes)
        if state in ("finished", "stopped"):
            self._report()
        self.lock.release()

    def _report(self) -> None:
        record = validation_record(self.step)
        names = ("loss", "nats_per_character", "perplexity", "accuracy", "bits_per_byte")
        score = {name: record[name] for name in names} | {"predictions": 29_999}
        folder = self.run.folder / "report"
        folder.mkdir(exist_ok=True)
        write_json(folder / "validation.json", {"score": score, "step": self.step})

    def checkpoint(self) -> None:
        """A folder as a checkpoint leaves it, as far as pages look into it."""
        folder = self.run.folder / "checkpoints" / f"step-{self.step}"
        folder.mkdir(parents=True)
        write_json(folder / STATE, {"format": FORMAT, "state": {"step": self.step}})


def start_run(
    workspace: Workspace,
    *,
    name: str = "health-news · LSTM",
    corpus: str = "health-news-000000000000",
    kind: str = "char",
    chinese: bool = False,
    minutes: float | None = 1.0,
    steps: int | None = None,
) -> RunFolder:
    """A run that a pretended trainer has just taken up: asked for, no steps yet."""
    prompt = "我的快递" if chinese else "The breakthrough in cancer treatment"
    config = RunConfig(
        corpus=corpus,
        name=name,
        budget=BudgetSettings(minutes=None if steps else minutes, steps=steps),
        tokenizer=TokenizerSettings(kind=kind),  # ty: ignore[invalid-argument-type]
        samples=SampleSettings(seed_text=prompt),
        preset="quick",
    )
    workspace.corpus_folder(corpus).mkdir(parents=True, exist_ok=True)
    run = Run(workspace, new_run_id(name, now=datetime.now()))
    run.folder.mkdir(parents=True)
    write_json(run.folder / "config.json", config.to_json())
    (run.folder / "log.txt").write_text("12:00:01 reading the corpus\n12:00:02 training\n")
    lock = lock_of(run.folder)
    lock.acquire()
    folder = RunFolder(run, lock, text=CHINESE if chinese else ENGLISH)
    folder.status("starting", doing="training the tokenizer")
    return folder


def write_facts(run: Run) -> None:
    """facts.json of a character model of English."""
    facts = Facts(
        vocabulary_size=65,
        parameters=341_825,
        train_tokens=240_000,
        validation_tokens=30_000,
        characters_per_token=1.0,
        bytes_per_token=1.0,
        tokenizer_seconds=0.1,
        unknown_share=0.0,
        device="cpu",
        threads=2,
        floors=BaselineScores(
            uniform_loss=math.log(65), frequency_loss=3.1, commonest_accuracy=0.19
        ),
    )
    write_json(run.folder / "facts.json", asdict(facts))


def write_run(
    workspace: Workspace, state: State, *, step: int = 1240, **options: object
) -> RunFolder:
    """A run in a state. Those that a trainer works on keep their lock until `end` is called."""
    folder = start_run(workspace, **options)  # ty: ignore[invalid-argument-type]
    if state == "queued":
        folder.status("queued", pid=None, asked=time.time())
        return folder
    if state == "starting":
        return folder
    write_facts(folder.run)
    folder.event("started")
    folder.train(step)
    folder.checkpoint()
    if step > 700:
        folder.event("set", step=700, name="learning_rate", value=0.001, before=0.003)
    if state in ("running", "paused"):
        folder.status(state)
    else:
        told = {"error": NAN} if state == "failed" else {}
        folder.end(state, fraction=1.0 if state == "finished" else 0.6, **told)
    return folder


NAN = (
    "The loss stopped being a number at step 1,240, at a learning rate of 50. The weights of step "
    "1,200 are kept. Train on with a smaller training.learning_rate."
)


def write_score(folder: RunFolder, **measures: float) -> None:
    """Let measures of a run's final score be others than those of its last check."""
    path = folder.run.folder / "report" / "validation.json"
    report = orjson.loads(path.read_bytes())
    report["score"] |= measures
    write_json(path, report)


def train_record(step: int) -> dict[str, object]:
    """What a trainer writes of a step."""
    noise = random.Random(step).gauss(0, 0.03)
    loss = 1.28 + 2.4 * math.exp(-step / 210) + noise
    return {
        "kind": "train",
        "step": step,
        "epoch": step / 310,
        "tokens": step * TOKENS_A_STEP,
        "seconds": step * SECONDS_A_STEP,
        "loss": loss,
        "accuracy": 0.6 - 0.4 * math.exp(-step / 210) - noise / 5,
        "learning_rate": 0.003 * min(1.0, step / 50),
        "gradient_norm": 0.5 + abs(noise),
        "tokens_per_second": 33_812 + 20_000 * noise,
    }


def validation_record(step: int, *, overfit: bool = False) -> dict[str, object]:
    """What a trainer writes of a check on the validation part."""
    loss = 1.36 + 2.3 * math.exp(-step / 220) + (max(0, step - 600) / 3000 if overfit else 0.0)
    return {
        "kind": "validation",
        "step": step,
        "epoch": step / 310,
        "tokens": step * TOKENS_A_STEP,
        "seconds": step * SECONDS_A_STEP,
        "loss": loss,
        "accuracy": 0.58 - 0.38 * math.exp(-step / 220),
        "nats_per_character": loss,
        "bits_per_byte": loss / math.log(2),
        "perplexity": math.exp(loss),
    }


def write_long_metrics(path: Path, records: int) -> None:
    """A metrics.jsonl of so many records, as a run of days has it."""
    with open(path, "wb") as file:
        for step in range(1, records + 1):
            record = validation_record(step) if step % 200 == 0 else train_record(step)
            file.write(orjson.dumps(record) + b"\n")


def _noisy(text: str, share: float, seed: int) -> str:
    dice = random.Random(seed)
    letters = sorted(set(text))
    return "".join(c if dice.random() < share else dice.choice(letters) for c in text)
