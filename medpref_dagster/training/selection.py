"""The choice among a grid's candidates: each is trained, answers the dev cases, and the best is kept.

Everything that was finished is remembered in the store under the hash of all that went into it, so an unchanged
grid trains nothing, and a grid that grew trains only what is new. A killed selection goes on where it was: inside a
training from its last checkpoint, between trainings from the dev scores that were written down.

On the CPU the same rows, arguments, seed, library versions and thread count give the same bytes. Another thread
count sums in another order and may give other last digits.
"""

import gc
import logging
import math
import warnings
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase
from transformers.trainer import TRAINER_STATE_NAME
from transformers.trainer_callback import TrainerState

from medpref_dagster import schemas
from medpref_dagster.answering import METRICS, choose_metric
from medpref_dagster.declaration import TaskDeclaration
from medpref_dagster.devices import Compute
from medpref_dagster.exclusive import train_alone
from medpref_dagster.hashing import content_key
from medpref_dagster.progress import Progress
from medpref_dagster.shards import take_part
from medpref_dagster.storage.models import describe_model, read_manifest, save_model
from medpref_dagster.storage.records import seal_record, unseal_record
from medpref_dagster.storage.store import Artifact, Store, StoreError
from medpref_dagster.together import together
from medpref_dagster.training.checkpoints import CheckpointFolder, checkpoint_step, load_trained_parameters
from medpref_dagster.training.conduct import find_collapse
from medpref_dagster.training.dev import DevAnswers, DevScore, answer_dev, measure_dev
from medpref_dagster.training.errors import CollapsedError, DivergedError, TrainingError
from medpref_dagster.training.grid import GRID_FIELDS, SCORED_BY, Candidate, Grid, code_version
from medpref_dagster.training.outcome import FALLBACK, Outcome, find_kept
from medpref_dagster.training.packed_trainer import PackedPasses, refuse_full_training, require_same_weights, silence
from medpref_dagster.training.schedule import FollowSchedule, plan_schedule, tabulate_log
from medpref_dagster.workbench import Workbench

_LOG = logging.getLogger(__name__)

LOG = "log"
"""The companion of a selection's table, and the file of a model artifact, with `schemas.TRAINING_LOG`."""

BuildTrainer = Callable[[Candidate, Path], PackedPasses]
"""A fresh trainer for a candidate, with its own fresh model; the path is a folder to work in."""

ScoreReference = Callable[[], DevAnswers | None]
"""What the parent scores on dev; called only where something is trained. None without a parent or dev cases."""


@dataclass(frozen=True)
class Selection:
    """The outcome of a grid."""

    model: Artifact
    candidates: pa.Table
    """`schemas.CANDIDATES`, in the declared order."""
    log: pa.Table
    """`schemas.TRAINING_LOG` of every candidate."""
    table: Artifact
    """`candidates` as an artifact, with `log` beside it."""
    reused: bool
    """Whether nothing was trained, because this selection was made before."""

    @property
    def fell_back(self) -> bool:
        """Whether the model that training started from is kept, and no candidate."""
        return find_kept(self.candidates)["status"] == FALLBACK


@dataclass(frozen=True)
class TrainedCandidate:
    """A model in memory and the log of its training."""

    model: PreTrainedModel
    log: pa.Table
    passes: str
    """Of `PackedPasses.describe_passes`."""


def select_model(
    grid: Grid,
    build_trainer: BuildTrainer,
    task: TaskDeclaration,
    dev: pa.Table,
    tokenizer: PreTrainedTokenizerBase,
    workbench: Workbench,
    score_reference: ScoreReference = lambda: None,
) -> Selection:
    """Train a grid, or recall what was trained, and choose by `answering.choose_metric` on the dev cases.

    The best finished candidate is chosen, the first declared among equals; none that diverged or collapsed. With
    `stop_early` the worse half is stopped after each of `halving_steps`. With `grid.fallback` the parent itself is
    kept, as a further row of `candidates`, where no candidate is better than it.

    Raises
    ------
    TrainingError
        If every candidate diverged or collapsed, and there is no fallback; if every weight is to be trained, and they
        have 4 bits.
    """
    store = workbench.store
    refuse_full_training(grid.stage, grid.declared, workbench.base)
    kept = {"fallback": True} if grid.fallback else {}  # without it a key as it was before there was a choice
    key = content_key(stage=grid.stage, candidates=[item.key for item in grid.candidates], **kept)
    remembered = store.recall(key)
    if remembered is not None and (found := _read_selection(store, remembered)) is not None:
        _finish_work(grid, store)
        return found

    work = _GridWork(grid, build_trainer, task, dev, tokenizer, workbench, score_reference())
    last: dict[str, DevScore] = {}
    models: dict[str, Artifact] = {}
    for candidate in (going := _stop_worse_halves(work, last)):
        last[candidate.name], model = work.finish(candidate)
        if model is not None:
            models[candidate.name] = model
    finished = work.rank([item for item in going if item.name in models and not last[item.name].failed], last)
    outcome = Outcome(grid, work.metric, work.reference, finished, last)
    if not finished and outcome.fallback is None:
        raise TrainingError(outcome.explain_failure())
    rows = [outcome.describe(item, models.get(item.name)) for item in grid.candidates]
    rows += [] if outcome.fallback is None else [outcome.describe_fallback(outcome.fallback)]
    candidates = pa.Table.from_pylist(rows, schema=schemas.CANDIDATES)
    log = pa.concat_tables([work.read_log(item, models.get(item.name)) for item in grid.candidates])
    table = store.write_table(candidates, schemas.CANDIDATES, {LOG: log})
    store.remember(key, table)
    _finish_work(grid, store)
    return Selection(store.artifact(find_kept(candidates)["model"]), candidates, log, table, reused=not work.trained)


def _finish_work(grid: Grid, store: Store) -> None:
    """Remove what was needed to go on; also when a selection is recalled, since a kill may have come before it."""
    for candidate in grid.candidates:
        if not store.is_at_work(candidate.key):  # another grid's training of the same candidate goes on
            store.finish_work(candidate.key)


def _stop_worse_halves(work: "_GridWork", last: dict[str, DevScore]) -> list[Candidate]:
    """The candidates that are trained to the end; `last` is told each one's dev score so far."""
    going = list(work.grid.candidates)
    for turn in range(max((len(item.halvings) for item in going), default=0)):
        for candidate in going:
            last[candidate.name] = work.score_after(candidate, candidate.halvings[turn])
        ranked = work.rank([item for item in going if not last[item.name].failed], last)
        kept = ranked[: math.ceil(len(going) / 2)]
        going = [item for item in going if item in kept]
    return going


def _read_selection(store: Store, table: Artifact) -> Selection | None:
    candidates = store.read_table(table)
    try:
        return Selection(
            store.artifact(find_kept(candidates)["model"]), candidates, store.read_table(table, LOG), table, reused=True
        )
    except StoreError:
        return None  # the model was deleted; it is trained again


class _GridWork:
    """Training and scoring the candidates of one grid, each step of it at most once."""

    def __init__(
        self,
        grid: Grid,
        build_trainer: BuildTrainer,
        task: TaskDeclaration,
        dev: pa.Table,
        tokenizer: PreTrainedTokenizerBase,
        workbench: Workbench,
        reference: DevAnswers | None,
    ) -> None:
        self.grid = grid
        self.build_trainer = build_trainer
        self.task = task
        self.dev = dev
        self.tokenizer = tokenizer
        self.workbench = workbench
        self.store = workbench.store
        self.reference = reference
        self.metric = choose_metric(task)
        self.trained = False

    def rank(self, candidates: Sequence[Candidate], scores: Mapping[str, DevScore]) -> list[Candidate]:
        """Best first; equal ones in the declared order, those without a score last."""

        sign = -1 if METRICS[self.metric.rpartition(".")[2]].higher_is_better else 1

        def worse(candidate: Candidate) -> float:
            score = scores[candidate.name].score
            return math.inf if score is None else sign * score

        return sorted(candidates, key=worse)

    def score_after(self, candidate: Candidate, step: int) -> DevScore:
        """A candidate's dev score after some of its steps."""
        with self._alone(candidate):
            return self._score_after(candidate, step)

    def _score_after(self, candidate: Candidate, step: int) -> DevScore:
        if (known := self._read_score(candidate, step)) is not None:
            return known
        try:
            return self._score(candidate, step, self._train(candidate, step).model)
        except (DivergedError, CollapsedError) as error:
            return self._note(candidate, _describe_end(step, error))

    def finish(self, candidate: Candidate) -> tuple[DevScore, Artifact | None]:
        """A candidate's final dev score and its model; no model if its training was stopped."""
        with self._alone(candidate):
            return self._finish(candidate)

    def _alone(self, candidate: Candidate) -> AbstractContextManager[None]:
        """Another process may train the same candidate, of the same grid or of another one."""
        return train_alone(self.store, candidate.key, f"trains {self.grid.label(candidate)}", self.workbench.tell)

    def _finish(self, candidate: Candidate) -> tuple[DevScore, Artifact | None]:
        if (model := self.store.recall(candidate.key)) is not None:
            return self._saved_scores(model)[candidate.steps], model
        known = self._read_score(candidate, candidate.steps)
        if known is not None and known.failed:
            return known, None
        try:
            trained = self._train(candidate, candidate.steps)
        except (DivergedError, CollapsedError) as error:
            return self._note(candidate, _describe_end(candidate.steps, error)), None
        score = known or self._score(candidate, candidate.steps, trained.model)
        model = self._save(candidate, trained, score)
        self.store.remember(candidate.key, model)
        return score, model

    def read_log(self, candidate: Candidate, model: Artifact | None) -> pa.Table:
        """What a candidate logged, as far as it got."""
        if model is not None:
            return self.store.read_table(model, LOG).cast(schemas.TRAINING_LOG)
        checkpoint = self._checkpoints(candidate).latest()
        history: list[dict[str, float]] = []
        if checkpoint is not None:
            history = TrainerState.load_from_json(str(checkpoint / TRAINER_STATE_NAME)).log_history
        return tabulate_log(candidate.name, history)

    def _train(self, candidate: Candidate, until: int) -> TrainedCandidate:
        label, compute = self.grid.label(candidate), self.workbench.compute
        checkpoints = self._checkpoints(candidate)
        checkpoint = checkpoints.latest()
        with _deterministic(compute), warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of transformers, to TRL's authors
            warnings.filterwarnings("ignore", "FSDP2-wrapped module")  # of views that nobody changes in place
            trainer = self.build_trainer(candidate, checkpoints.path)
            silence(trainer)
            trainer.checkpoints = checkpoints
            trainer.use_packed_passes(compute)
            schedule = plan_schedule(self.grid.declared, candidate.steps, candidate.halvings)
            evaluates = trainer.eval_dataset is not None
            trainer.add_callback(
                FollowSchedule(
                    schedule,
                    until=until,
                    stage=label,
                    tell=self.workbench.tell,
                    evaluates=evaluates,
                    max_chosen_drop=None if self.grid.guards is None else self.grid.guards.max_chosen_logp_drop,
                )
            )
            if checkpoint is None or checkpoint_step(checkpoint) < until:
                self.trained = True
                require_same_weights(trainer)
                trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
                require_same_weights(trainer)
            else:
                load_trained_parameters(trainer.trained_model(), checkpoint)
                trainer.state = TrainerState.load_from_json(str(checkpoint / TRAINER_STATE_NAME))
        model = trainer.take_model()
        parts = (take_part(parameter) for parameter in model.parameters() if parameter.requires_grad)
        if not all(together().gather(all(bool(part.isfinite().all()) for part in parts))):
            raise DivergedError(f"{label}: a weight is not finite after step {until}")
        log, passes = tabulate_log(candidate.name, trainer.state.log_history), trainer.describe_passes()
        del trainer
        _release_memory()
        return TrainedCandidate(model, log, passes)

    def _score(self, candidate: Candidate, step: int, model: PreTrainedModel) -> DevScore:
        if not self.dev.num_rows:
            return self._note(candidate, DevScore(step, None, 0))

        def tell(progress: Progress) -> None:
            self.workbench.tell(replace(progress, stage=f"{self.grid.label(candidate)}, dev"))

        asked = (model, self.tokenizer, self.dev, self.task, self.grid.stage, self.workbench, tell)
        answers = measure_dev(*answer_dev(*asked), self.dev, self.task)
        guards, reference = self.grid.guards, self.reference
        collapsed = find_collapse(guards, answers.conduct, reference.conduct) if guards and reference else None
        if collapsed is not None:
            collapsed = f"{self.grid.label(candidate)}: after step {step} {collapsed}"
        return self._note(candidate, DevScore(step, answers.score, answers.unreadable, collapsed=collapsed))

    def _note(self, candidate: Candidate, score: DevScore) -> DevScore:
        """Write a score down at once, so that a kill does not lose it."""
        if score.failed:
            _LOG.warning("%s: it is stopped and will not be chosen", score.failed)
        path = self._score_path(candidate, score.step)

        def write() -> None:
            temporary = path.with_suffix(".part")
            temporary.write_bytes(seal_record(score.note()))
            temporary.replace(path)

        together().by_lead(write)
        return score

    def _read_score(self, candidate: Candidate, step: int) -> DevScore | None:
        if (model := self.store.recall(candidate.key)) is not None:
            return self._saved_scores(model).get(step)
        path = self._score_path(candidate, step)

        def read() -> dict[str, Any] | None:
            try:
                return unseal_record(path.read_bytes())
            except OSError:
                return None

        noted = together().by_lead(read)
        try:
            return None if noted is None else DevScore(**noted)
        except TypeError:
            return None

    def _score_path(self, candidate: Candidate, step: int) -> Path:
        return self.store.work_folder(candidate.key) / f"dev-{step}.json"

    def _checkpoints(self, candidate: Candidate) -> CheckpointFolder:
        return CheckpointFolder(self.store, self.store.work_folder(candidate.key))

    def _saved_scores(self, model: Artifact) -> dict[int, DevScore]:
        return {item["step"]: DevScore(**item) for item in read_manifest(model).training["dev"]["scores"]}

    def _save(self, candidate: Candidate, trained: TrainedCandidate, final: DevScore) -> Artifact:
        """Write the model with everything that made it; nothing in it depends on when or where."""
        grid, declared, bench = self.grid, self.grid.declared, self.workbench
        earlier = [self._read_score(candidate, step) for step in sorted({*candidate.halvings} - {candidate.steps})]
        scores = [*(score for score in earlier if score is not None), final]
        manifest = describe_model(
            task=self.task.title,
            stage=grid.stage,
            kind="adapter" if declared.method == "lora" else "full",
            base=bench.base,
            parent=grid.parent,
            training={
                "candidate": candidate.name,
                "arguments": {**declared.model_dump(mode="json", exclude=GRID_FIELDS), **candidate.arguments},
                "steps": candidate.steps,
                "lora_targets": sorted(bench.base.declaration.lora_targets),
                "dtype": bench.compute.arithmetic,
                "device": bench.compute.device.type,
                "passes": trained.passes,
                "left_out_as_too_long": list(grid.too_long),
                "dev": {
                    "metric": self.metric,
                    "cases": self.dev.num_rows,
                    **({} if self.reference is None else {"reference": self.reference.score}),
                    "scores": [item.note() for item in scores],
                },
                "code": code_version(*SCORED_BY),
            },
            rows_from=grid.rows_from,
            dev_metrics={
                **({} if final.score is None else {self.metric: final.score}),
                **({"unreadable answers": final.unreadable} if self.dev.num_rows else {}),
            },
        )
        rows = pa.table(
            {
                "row_id": [row_id for ids in grid.rows_seen.values() for row_id in ids],
                "split": [split for split, ids in grid.rows_seen.items() for _ in ids],
            },
            schema=schemas.MODEL_ROWS,
        )
        return save_model(self.store, trained.model, manifest, rows, {LOG: trained.log})


def _describe_end(step: int, error: TrainingError) -> DevScore:
    """The score of a training that was stopped."""
    if isinstance(error, CollapsedError):
        return DevScore(step, None, 0, collapsed=str(error))
    return DevScore(step, None, 0, diverged=str(error))


def _release_memory() -> None:
    """Give a trainer's optimizer and gradients back: trainers refer to themselves, so they would stay for a while."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


@contextmanager
def _deterministic(compute: Compute) -> Generator[None]:
    """Only deterministic algorithms on the CPU; CUDA's would be slower and still differ between devices."""
    fills: Any = torch.utils.deterministic
    before = torch.are_deterministic_algorithms_enabled(), fills.fill_uninitialized_memory
    try:
        if compute.device.type == "cpu":
            torch.use_deterministic_algorithms(True)
            # Filling memory that is overwritten anyway only costs time.
            fills.fill_uninitialized_memory = False
        yield
    finally:
        torch.use_deterministic_algorithms(before[0])
        fills.fill_uninitialized_memory = before[1]
