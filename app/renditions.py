"""PNGs where they are asked for: from the database, where the publisher made them, or made here.

Neither may hold up anything else: a database that hangs has threads of its own to hang, and is
given up soon; drawing takes the interpreter for itself, so another process does it.
"""

import asyncio
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from multiprocessing import get_context

from sqlalchemy import Engine

from app.catalog.renditions import rendition
from app.serving.png import rendered

LONGEST_S = 2.0
"""To wait for the database."""
MOST_KEPT = 100
"""PNGs of our own making."""


class Renditions:
    """Of one worker.

    Args:
        engine: where the publisher keeps them; None where there is no database.
    """

    def __init__(self, engine: Engine | None = None) -> None:
        self._engine = engine
        self._made: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._threads = cache(lambda: ThreadPoolExecutor(2, "renditions"))
        self._process = cache(lambda: ProcessPoolExecutor(1, get_context("spawn")))

    async def __call__(self, image: str, scale: int, svg: bytes) -> bytes:
        """
        Args:
            image: the digest of what is drawn.
            svg: what is drawn.
        """
        if (image, scale) in self._made:
            self._made.move_to_end((image, scale))
            return self._made[image, scale]
        kept = await self._kept(image, scale)
        if kept is not None:
            return kept
        loop = asyncio.get_running_loop()
        made = await loop.run_in_executor(self._process(), rendered, (svg, scale))
        self._made[image, scale] = made
        if len(self._made) > MOST_KEPT:
            self._made.popitem(last=False)
        return made

    async def _kept(self, image: str, scale: int) -> bytes | None:
        if self._engine is None:
            return None
        asked = asyncio.get_running_loop().run_in_executor(
            self._threads(), rendition, self._engine, image, scale
        )
        try:
            return await asyncio.wait_for(asked, LONGEST_S)
        except TimeoutError:
            return None

    def close(self) -> None:
        for pool in (self._threads, self._process):
            if pool.cache_info().currsize:
                pool().shutdown(wait=False, cancel_futures=True)
