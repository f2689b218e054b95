"""Publishes a release with so many tips more than `seed/` has, and tells when it was in force.

PLUMBLINE_DATABASE_URL=… python -m tests.bench.changed TIPS
"""

import os
import sys
import time
from datetime import UTC, datetime

from app.db import open_engine
from app.library import read_library
from app.publish import publish
from app.settings import Settings
from tests.libraries import with_a_new_tip

LEAST_URGENT = 19
"""Niceness: in production somebody publishes on another machine."""


def main(tips: int) -> None:
    os.nice(LEAST_URGENT)
    settings = Settings()
    library = read_library(settings.seed_dir)
    for number in range(tips):
        library = with_a_new_tip(library, f"another-{number}")
    done = publish(open_engine(settings.database_url), library, datetime.now(UTC))
    sys.stdout.write(f"{done.number} {time.monotonic()}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
