"""Publishes a release that differs from the last by one tip, and tells when it was in force.

PLUMBLINE_DATABASE_URL=… python -m tests.bench.changed SLUG
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


def main(slug: str) -> None:
    os.nice(LEAST_URGENT)
    settings = Settings()
    library = with_a_new_tip(read_library(settings.seed_dir), slug)
    done = publish(open_engine(settings.database_url), library, datetime.now(UTC))
    sys.stdout.write(f"{done.number} {time.monotonic()}\n")


if __name__ == "__main__":
    main(sys.argv[1])
