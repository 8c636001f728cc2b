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
OTHER_DISTRIBUTION = "other distribution"  # parameters do not begin as torch.randn draws them
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

# check_fresh_initialisation, check_gradients_reach_parameters
SEEDED_INSIDE = "seeded inside"  # making a module sets the state of torch's generator
SAME_WEIGHTS = "same weights every time"  # two new modules begin alike
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
