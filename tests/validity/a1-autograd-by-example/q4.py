# %% right | saves x
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 0.5 * (5 * x**3 - 3 * x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * 1.5 * (5 * x**2 - 1)


# %% right | saves the square of x
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: torch.Tensor) -> torch.Tensor:
        square = x * x
        ctx.save_for_backward(square)
        return x * (5 * square - 3) / 2

    @staticmethod
    def backward(ctx, grad_output: torch.Tensor) -> torch.Tensor:
        square = ctx.saved_tensors[0]
        return (15 * square - 3) / 2 * grad_output


# %% right | saves the slope
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(7.5 * x.pow(2) - 1.5)
        return 2.5 * x.pow(3) - 1.5 * x

    @staticmethod
    def backward(ctx, grad_output):
        slope, = ctx.saved_tensors
        return torch.mul(slope, grad_output)


# %% right | helper functions outside
def p3(t):
    return (5 * t * t * t - 3 * t) / 2


def p3_slope(t):
    return (15 * t * t - 3) / 2


class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return p3(x)

    @staticmethod
    def backward(ctx, grad_output):
        return p3_slope(*ctx.saved_tensors) * grad_output


# %% plain | derivative without the half | half|factor|twice|\b2\b|slope
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (5 * x**3 - 3 * x) / 2

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * (15 * x**2 - 3)


# %% plain | forgets the linear term in the slope | slope|derivative|-1\.5|linear|3 ?x
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (5 * x**3 - 3 * x) / 2

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * 7.5 * x**2


# %% plain | brackets wrong in forward | value|P3|bracket|divid|half
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return 5 * x**3 - 3 * x / 2

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * (15 * x**2 - 3) / 2


# %% plain | backward has no return | return|None|no gradient
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (5 * x**3 - 3 * x) / 2

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        grad_input = grad_output * (15 * x**2 - 3) / 2


# %% subtle | grad_output is left out | grad_output|chain rule|arriv|upstream|incoming
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (5 * x**3 - 3 * x) / 2

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return (15 * x**2 - 3) / 2


# %% subtle | adds grad_output in place of multiplying | grad_output|chain rule|multipl|arriv
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (5 * x**3 - 3 * x) / 2

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return (15 * x**2 - 3) / 2 + grad_output - 1


# %% subtle | autograd inside backward | autograd|formula|derive|own
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (5 * x**3 - 3 * x) / 2

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        with torch.enable_grad():
            t = x.detach().requires_grad_()
            value = (5 * t**3 - 3 * t) / 2
        return torch.autograd.grad(value, t, grad_output)[0]


# %% subtle | x kept on the class, so two calls mix | class|save_for_backward|ctx|two calls|twice|last call
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        LegendrePolynomial3.saved = x
        return (5 * x**3 - 3 * x) / 2

    @staticmethod
    def backward(ctx, grad_output):
        x = LegendrePolynomial3.saved
        return grad_output * (15 * x**2 - 3) / 2


# %% subtle | computes in float32 always | dtype|float32|float64|gradcheck|precision|double
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        x = x.float()
        ctx.save_for_backward(x)
        return (5 * x**3 - 3 * x) / 2

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * (15 * x**2 - 3) / 2


# %% subtle | mean of grad_output | grad_output|chain rule|each element|mean|element
class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (5 * x**3 - 3 * x) / 2

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output.mean() * (15 * x**2 - 3) / 2
