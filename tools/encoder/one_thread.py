"""One thread for numpy and torch; imported before both. Sums in another order are other numbers, so an artifact could not
be made again byte by byte."""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
