"""The findings of checks: short names for the ways in which an answer fails.

A misconception that shows in no number is recognised by one of them, as ``finding="autograd"`` in
``misconceptions.py``. Tests may make up others where they raise a ``CheckError`` of their own.
"""

# any check
MISSING = "missing"  # the notebook does not define the name, or it is None
NOT_IMPLEMENTED = "not implemented"  # the code raises NotImplementedError
UNREADABLE = "unreadable"  # what came back is not of the form that was asked for
CHANGED_IN_PLACE = "changed in place"  # a function changes what it was given
OTHER_FORM = "other form"  # another type, shape, length or other keys
OTHER_VALUES = "other values"  # the right form, with other values in it

# assert_by_hand
AUTOGRAD = "autograd"  # PyTorch finds the gradient
FINITE_DIFFERENCES = "finite differences"  # the network is evaluated again and again

# check_finds_with_autograd
BY_HAND = "by hand"  # autograd has no part in it

# check_reads_arguments
IGNORES = "ignores"  # and the name of an argument

# check_takes_all_steps
STOPS_EARLY = "stops early"  # where the loss rises, or stays
NOT_THE_LAST = "not the last parameters"  # those after some earlier step
MOVES_WITHOUT_STEPS = "moves without steps"  # something happens for steps = 0

# check_standard_normal
# parameters do not begin as torch.randn draws them; of check_sampling, shares are far from the
# probabilities
OTHER_DISTRIBUTION = "other distribution"
ONE_DRAW = "one draw for all"  # some of them begin with the same number

# check_autograd_function
NOT_AN_AUTOGRAD_FUNCTION = "not an autograd function"  # no subclass of torch.autograd.Function
NO_FORWARD = "no forward"  # it does not define forward
NO_BACKWARD = "no backward"  # it does not define backward
NOT_STATIC = "not static"  # forward or backward wants an object
NO_GRADIENT = "no gradient"  # backward returns None for an input
IGNORES_GRAD_OUTPUT = "ignores grad_output"  # the same gradient, whatever comes from above
ADDS_GRAD_OUTPUT = "adds grad_output"  # where the chain rule multiplies
SAVED_OUTSIDE_CTX = "saved outside ctx"  # a second call spoils the first one's backward
OTHER_GRADIENTS = "other gradients"  # gradients are wrong in some other way
GRADCHECK = "gradcheck"  # only torch.autograd.gradcheck disagrees

# check_module
AN_INSTANCE = "an instance"  # a module stands where its class should
NOT_A_MODULE = "not a module"  # what is made, or kept, is no nn.Module
WRONG_ARCHITECTURE = "wrong architecture"  # other parameters, or weights in another network
NOT_TRAINABLE = "not trainable"  # parameters that require no gradient
WRONG_ACTIVATION = "wrong activation"  # the right network but for an activation
SAME_OUTPUT = "same output for every input"  # the output does not hang on x
UNUSED_PARAMETERS = "unused parameters"  # forward passes some of them over
OTHER_OUTPUTS = "other outputs"  # outputs are wrong in some other way, or no tensor
RANDOM_IN_EVAL = "random in eval mode"  # outputs are drawn where they should not be
NO_DROPOUT = "no dropout"  # in train mode nothing is dropped
OTHER_DROPOUT = "other dropout"  # another share is dropped, or it is scaled otherwise
OTHER_STATISTICS = "other statistics"  # a normalisation uses figures of the batch, or running ones
OTHER_RUNNING = "other running figures"  # those are updated otherwise
OTHER_IN_TRAIN_MODE = "other outputs in train mode"  # they are wrong in some other way

# check_fresh_initialisation, check_linear_initialisation, check_gradients_reach_parameters
SEEDED_INSIDE = "seeded inside"  # making a module sets the state of torch's generator
SAME_WEIGHTS = "same weights every time"  # two new modules begin alike
OTHER_INITIALISATION = "other initialisation"  # layers do not begin as PyTorch makes them
NO_PARAMETERS = "no parameters"  # there is nothing to train
CUT_OFF = "cut off"  # for autograd, the output depends on no parameter
WITHOUT_GRADIENT = "parameters without gradient"  # backward does not reach some of them

# check_train_step; what losses are is checked by check_losses, too
NOT_A_FUNCTION = "not a function"  # there is nothing to call for a step
MODEL_NOT_USED = "model not used"  # the step calls another model, or none
NO_STEP = "no step"  # parameters stay as they were
RESET_EARLY = "reset before the step"  # gradients are 0 when they are needed
GRADIENTS_LEFT = "gradients left behind"  # each backward adds to what was left
STEPPED_TWICE = "stepped twice"  # two updates with the same gradients
TRAINED_TWICE = "trained twice"  # two whole steps for each call
WRONG_DIRECTION = "wrong direction"  # steps uphill
OTHER_OPTIMISER = "another optimiser"  # parameters move, but not by the optimiser that is given
LOSS_FN_SWAPPED = "loss_fn swapped"  # targets come first, the model's answers second
LOSS_FN_IGNORED = "loss_fn ignored"  # the mean squared error in place of the function given
OTHER_PARAMETERS = "other parameters"  # parameters are wrong in some other way
EVAL_MODE = "model left in eval mode"  # the step does not set training mode
LOSS_NOT_RETURNED = "loss not returned"  # something that is no number is
LOSS_AS_TENSOR = "loss returned as a tensor"  # which takes its whole graph along
LOSS_AFTER_STEP = "loss after the step"  # the right loss, one update late
OTHER_LOSS = "other loss"  # a step's loss is wrong in some other way

# check_losses
NOT_LOSSES = "not a list of losses"  # or something in it is no number
NUMBER_OF_LOSSES = "another number of losses"  # not one for each step
NOT_FINITE = "not finite"  # a loss is infinite or NaN
OTHER_LOSSES = "other losses"  # losses are wrong in some other way
NO_FALL = "losses do not fall"  # the last one is not below the first

# check_dataset, check_loaders
NOT_A_DATASET = "not a Dataset"  # no torch.utils.data.Dataset
WRONG_LENGTH = "wrong length"  # len() is not the number of examples
NOT_A_PAIR = "not a pair"  # an item is not x and y
OTHER_ITEMS = "other items"  # an item has other values, or another dtype
NUMBER_OF_LOADERS = "another number of loaders"  # not one for each part
WRONG_SIZES = "wrong sizes"  # a part has another number of examples
LAST_BATCH_DROPPED = "last batch dropped"  # the one that is not full is missing
WRONG_BATCH_SIZE = "wrong batch size"  # the right examples in batches of other sizes
PAIRS_TORN_APART = "pairs torn apart"  # x and y are not of the same examples
PARTS_OVERLAP = "parts overlap"  # examples come more than once
NOT_SHUFFLED = "not shuffled"  # each epoch has the same order
VALIDATION_SHUFFLED = "validation shuffled"  # what is only measured is shuffled
SEED_IGNORED = "seed ignored"  # the split does not hang on the seed, or on more than it
ORDER_NOT_SEEDED = "order not seeded"  # the split hangs on the seed, the order does not

# check_loss_below, check_score_at_least
A_CLASS = "a class"  # a class stands where a trained object of it should
WRONG_SHAPE = "wrong shape"  # outputs are not of the targets' shape, or no tensor
DIVERGED = "diverged"  # weights are infinite or NaN
OTHER_DATA = "other data"  # the goal is met on data that are not the original ones
SAME_ANSWER = "same answer for every input"  # outputs hardly vary
NOT_TRAINED = "not trained"  # weights are as small as new ones
NO_BETTER_THAN_CONSTANT = "no better than a constant"  # the best constant does as well
JUST_SHORT = "just short of the goal"  # training longer may do
FAR_FROM_GOAL = "far from the goal"  # the goal is missed, and the numbers do not tell why

# check_optimizer; also those of check_train_step that are about parameters
PARAMETERS_USED_UP = "parameters used up"  # an iterator is kept, which gives them only once
STATE_SHARED = "state shared"  # a second optimizer finds what the first one remembered
STATE_LOST = "state lost"  # each step is the first one of a new optimizer
NO_BIAS_CORRECTION = "no bias correction"  # Adam's averages begin near 0
OPTION_IGNORED = "option ignored"  # the steps are those without it
BETAS_SWAPPED = "betas swapped"  # each of Adam's averages has the other one's rate
OTHER_DECAY = "other weight decay"  # coupled where it should be decoupled, or the other way
GROUPS_IGNORED = "groups ignored"  # all parameters get the same options
RATE_KEPT = "learning rate kept"  # a new lr in param_groups changes nothing

# check_schedule, check_scheduler
NOT_A_NUMBER = "not a number"  # something else stands where a number should
OFF_BY_ONE = "off by one"  # each rate is that of the step before, or after
WRONG_PERIOD = "wrong period"  # steps are taken for epochs, or epochs for steps
CONSTANT_RATE = "constant rate"  # the same rate in every step
ONE_GROUP = "one group only"  # a second group of parameters gets the wrong rate
OTHER_RATES = "other rates"  # rates are wrong in some other way

# check_clipping
CLIPPED_EACH = "clipped each"  # every gradient by its own norm
CLIPPED_VALUES = "clipped values"  # numbers are cut off
SCALED_UP = "scaled up"  # small gradients are made longer
NOT_IN_PLACE = "not in place"  # gradients stay as they are
OTHER_NORM = "other norm"  # the norm is wrong
NORM_NOT_RETURNED = "norm not returned"  # something that is no number is
NORM_AFTER_CLIPPING = "norm after clipping"  # the one before it was asked for

# check_initialisation
OTHER_FAN = "fan in for fan out"  # numbers of inputs and outputs exchanged
WRONG_SPREAD = "wrong spread"  # another standard deviation
WRONG_MEAN = "wrong mean"  # the right standard deviation around another mean
WRONG_DISTRIBUTION = "wrong distribution"  # mean and standard deviation are right

# check_sampling
NOT_CLASSES = "not classes"  # no integers from 0 to K - 1, or of another shape
GENERATOR_IGNORED = "generator ignored"  # one seed gives different draws
SAME_DRAW = "same draw every time"  # one class, whatever the seed is
IMPOSSIBLE_DRAWS = "impossible draws"  # a class of probability 0 is drawn

# check_checkpoint
NO_FILE = "no file"  # nothing is written where the path says
PICKLED = "pickled objects"  # the file cannot be read with weights_only=True
WRONG_STEP = "wrong step"  # loading does not return the step that was saved
BUFFERS_LOST = "buffers not restored"  # only parameters are
MODEL_LOST = "model not restored"  # a loaded model is a new one
OPTIMIZER_LOST = "optimizer not restored"  # momentum begins anew
SCHEDULER_LOST = "scheduler not restored"  # the schedule begins anew

# check_tokenizer
NOT_TOKENS = "not tokens"  # no list, or something else than numbers and strings in it
OTHER_TOKENS = "other tokens"  # tokens, but not the right ones
NO_ROUND_TRIP = "no round trip"  # decoding gives another text

# check_growth
GROWS_TOO_FAST = "grows too fast"  # the time it takes, by counts, with the size of the input
TOO_MUCH_MEMORY = "too much memory"  # as the size grows
TOO_MANY_CALLS = "too many calls"  # of tensor operations, or lines of Python, as the size grows

# check_on_meta
OTHER_DEVICE = "other device"  # a tensor is made, or kept, on the CPU whatever the input's is
OTHER_DTYPE = "other dtype"  # the right shape, in numbers of another type
NEEDS_VALUES = "needs values"  # shapes do not do: .item(), NumPy, or an if asks for numbers

# check_plot
NOTHING_DRAWN = "nothing drawn"  # the figure has no such axes
NO_SERIES = "no such series"  # no line or set of points with these numbers
AXES_SWAPPED = "x and y swapped"  # the right numbers, each on the other axis
NO_LABEL = "no label"  # a title or label lacks what it should mention
LABELS_SWAPPED = "labels swapped"  # the label of x is that of y
NO_LEGEND = "no legend"  # or one without an entry that it should have
LINEAR_AXIS = "linear axis"  # an axis is not logarithmic

# check_not_trained_on
TRAINED_ON_HELD_OUT = "trained on held-out data"  # the text of the notebook shows it
