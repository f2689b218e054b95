"""A worker as it is in production, with less patience, as a program of its own.

python -m tests.webhooks.worker <port>
"""

import sys

import uvicorn

from app.main import create_app
from app.settings import Settings
from app.webhooks.pace import Pace

PACE = Pace(
    poll_s=0.05,
    lease_s=6.0,
    connect_s=0.5,
    whole_s=5.0,
    tidy_s=0.5,
    again_s=0.1,
    pauses_s=(0.2, 0.4, 0.8),
)


def main(port: str) -> None:
    app = create_app(Settings(webhooks_allow_private=True))
    app.state.pace = PACE
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main(*sys.argv[1:])
