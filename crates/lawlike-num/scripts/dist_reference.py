"""Prints src/dist/tests/reference.rs: distribution values to the last bit of a float.

Needs mpmath 1.3. Run: python3 scripts/dist_reference.py > src/dist/tests/reference.rs && cargo fmt
"""

from mpmath import (
    binomial, erf, erfc, exp, gamma, log, loggamma, mp, mpf, pi, psi, sqrt,
)

mp.dps = 60


def number(value):
    return repr(float(value))


def table(name, doc, rows):
    width = len(rows[0])
    print(f"/// {doc}")
    print(f"pub(super) const {name}: [[f64; {width}]; {len(rows)}] = [")
    for row in rows:
        print("    [" + ", ".join(number(v) for v in row) + "],")
    print("];\n")


def incomplete(x, a, b):
    """I_x(a, b) by the series in x, or its complement by the series in 1 - x."""
    x, a, b = mpf(x), mpf(a), mpf(b)
    def side(x, a, b):
        front = a * log(x) + b * log(1 - x) - log(a) - (loggamma(a) + loggamma(b) - loggamma(a + b))
        term = total = mpf(1)
        n = 0
        while term > total * mpf(10) ** -45:
            term *= (a + b + n) * x / (a + 1 + n)
            total += term
            n += 1
        return exp(front) * total
    return side(x, a, b) if x < (a + 1) / (a + b + 2) else 1 - side(1 - x, b, a)


def student(x, df):
    x, df = mpf(x), mpf(df)
    z = df / (df + x * x)
    tail = incomplete(z, df / 2, mpf(1) / 2) / 2
    return tail if x < 0 else 1 - tail


print("//! Made by `scripts/dist_reference.py`; do not edit.\n")

xs = [-6, -2, -0.5, -1e-8, 1e-300, 0.01, 0.3, 0.46, 0.47, 0.9, 1.5, 2.5, 4, 6, 10, 20, 26]
table("ERF", "`x`, `erf(x)`, `erfc(x)`.", [(x, erf(mpf(x)), erfc(mpf(x))) for x in xs])

xs = [-38, -30, -12.3, -5, -2, -0.6, -0.1, 0, 0.3, 0.7, 1.96, 4, 8]
table("NORMAL", "`x`, density, distribution function.", [
    (x, exp(-mpf(x) ** 2 / 2) / sqrt(2 * pi), erfc(-mpf(x) / sqrt(2)) / 2) for x in xs])

ps = [1e-300, 1e-100, 1e-20, 1e-10, 1e-4, 0.02, 0.0749, 0.0751, 0.25, 0.49, 0.6, 0.9, 0.975, 0.999]
def probit(p):
    p = mpf(p)
    start = -sqrt(-2 * log(p)) if p < 0.5 else sqrt(-2 * log(1 - p))
    if abs(p - 0.5) < 0.3:
        start = (p - 0.5) * 2.5
    z = start
    for _ in range(200):
        density = exp(-z * z / 2) / sqrt(2 * pi)
        low = erfc(-z / sqrt(2)) / 2
        step = low * log(low / p) / density
        z -= step
        if abs(step) < mpf(10) ** -50:
            break
    return z
table("PROBIT", "`p`, normal quantile.", [(p, probit(p)) for p in ps])

xs = [1e-5, 0.1, 0.49, 0.51, 0.999, 1.001, 1.3, 1.9, 2.1, 2.6, 5.5, 9.99, 10, 33.3, 1e3, 1e10,
      -0.5, -3.3]
table("GAMMA", "`x`, `ln |gamma|`, digamma, trigamma.", [
    (x, log(abs(gamma(mpf(x)))) if abs(x) < 1e4 else loggamma(mpf(x)), psi(0, mpf(x)), psi(1, mpf(x)))
    for x in xs])

pairs = [(1e-3, 2), (0.5, 0.5), (0.5, 30), (3, 4), (7.5, 12.25), (20, 30), (2, 1e6), (1e5, 3e5), (1e-8, 1e8)]
table("LN_BETA", "`a`, `b`, `ln B(a, b)`.", [
    (a, b, loggamma(mpf(a)) + loggamma(mpf(b)) - loggamma(mpf(a) + mpf(b))) for a, b in pairs])

points = [(0.3, 2, 3), (0.5, 0.5, 0.5), (0.001, 0.1, 5), (0.9, 10, 2), (0.1, 10, 2), (0.999, 30, 0.5),
          (0.25, 250, 750), (0.2, 250, 750), (0.3, 250, 750), (0.5, 1e4, 1e4), (0.49, 1e4, 1e4),
          (1e-6, 2.5, 1e6), (1e-10, 0.01, 40), (0.7, 1e-3, 1e-3), (0.4, 1e5, 1.5e5), (0.7, 1, 1)]
table("BETA", "`x`, `a`, `b`, `I_x(a, b)`.", [(x, a, b, incomplete(x, a, b)) for x, a, b in points])

points = [(-1, 1), (-0.001, 3), (2, 2), (-5, 2.5), (-40, 5), (1.96, 30), (-3, 1000), (-8, 100), (0.5, 0.3),
          (-1e6, 1), (-1e9, 4), (-6, 1e6), (-1e-9, 7)]
table("STUDENT", "`x`, degrees of freedom, distribution function.", [
    (x, df, student(x, df)) for x, df in points])

points = [(3, 10, 0.5), (0, 5, 0.2), (50, 1000, 0.04), (400, 1000, 0.5), (99, 100, 0.99), (7, 7, 0.1)]
table("BINOMIAL", "`k`, `n`, `p`, distribution function.", [
    (k, n, p, sum(binomial(n, j) * mpf(p) ** j * (1 - mpf(p)) ** (n - j) for j in range(k + 1)))
    for k, n, p in points])
