"""What hidden tests are written with: reach the student's names, compare, and explain.

Checks take the student's globals as ``env`` and the ``name`` of what they look at. ``rtol`` and
``atol`` are the differences that are allowed: relative to the right value, and absolute. A check
that does not hold raises a ``CheckError``; what each can find out is listed in ``findings``.
"""

from autograder.checks.all_steps import check_takes_all_steps
from autograder.checks.autograd_functions import check_autograd_function
from autograder.checks.by_hand import assert_by_hand, check_finds_with_autograd
from autograder.checks.calls import Case
from autograder.checks.checkpoints import check_checkpoint
from autograder.checks.clipping import check_clipping
from autograder.checks.compare import assert_close, mismatch
from autograder.checks.data import check_dataset, check_loaders, check_losses
from autograder.checks.failure import CheckError
from autograder.checks.flags import flag
from autograder.checks.fresh import (
    fresh,
    fresh_images,
    fresh_integers,
    fresh_masks,
    fresh_sequences,
    fresh_texts,
    generator,
    seed,
)
from autograder.checks.functions import check_gradients, check_keeps_inputs, check_same_function
from autograder.checks.growth import check_growth
from autograder.checks.initialisation import (
    check_initialisation,
    check_linear_initialisation,
    check_standard_normal,
)
from autograder.checks.like_reference import check_like_reference, check_reads_arguments
from autograder.checks.modules import check_module
from autograder.checks.on_meta import check_on_meta
from autograder.checks.optimizers import check_optimizer
from autograder.checks.parameters import (
    check_fresh_initialisation,
    check_gradients_reach_parameters,
)
from autograder.checks.plots import check_plot
from autograder.checks.probes import ask, bound, probe, run_probe
from autograder.checks.reference import reference_names
from autograder.checks.sampling import check_sampling
from autograder.checks.schedules import check_schedule, check_scheduler
from autograder.checks.source import check_not_trained_on, mentions
from autograder.checks.steps import check_train_step
from autograder.checks.tokenizers import check_tokenizer
from autograder.checks.training import check_loss_below, check_score_at_least
from autograder.declaring import accepted, edit, equivalent, misconception

__all__ = [
    "Case",
    "CheckError",
    "accepted",
    "ask",
    "assert_by_hand",
    "assert_close",
    "bound",
    "check_autograd_function",
    "check_checkpoint",
    "check_clipping",
    "check_dataset",
    "check_finds_with_autograd",
    "check_fresh_initialisation",
    "check_gradients",
    "check_gradients_reach_parameters",
    "check_growth",
    "check_initialisation",
    "check_keeps_inputs",
    "check_like_reference",
    "check_linear_initialisation",
    "check_loaders",
    "check_loss_below",
    "check_losses",
    "check_module",
    "check_not_trained_on",
    "check_on_meta",
    "check_optimizer",
    "check_plot",
    "check_reads_arguments",
    "check_same_function",
    "check_sampling",
    "check_schedule",
    "check_scheduler",
    "check_score_at_least",
    "check_standard_normal",
    "check_takes_all_steps",
    "check_tokenizer",
    "check_train_step",
    "edit",
    "equivalent",
    "flag",
    "fresh",
    "fresh_images",
    "fresh_integers",
    "fresh_masks",
    "fresh_sequences",
    "fresh_texts",
    "generator",
    "mentions",
    "misconception",
    "mismatch",
    "probe",
    "reference_names",
    "run_probe",
    "seed",
]
