"""YAML to asset specs, checks, jobs and schedules."""

from medpref_dagster.components.ablation import Ablation
from medpref_dagster.components.feedback import Feedback
from medpref_dagster.components.feedback_loop import FeedbackLoop
from medpref_dagster.components.machine import Machine
from medpref_dagster.components.study import Study
from medpref_dagster.components.task import ClinicalTask

__all__ = ["Ablation", "ClinicalTask", "Feedback", "FeedbackLoop", "Machine", "Study"]
