"""`python -m tests.contract` writes clients/contract/cases.json: after a change of a text, of a
rule or of what an app must show. A test compares the two."""

import asyncio

from app.library import read_library
from app.writing import published
from tests.conftest import SEED
from tests.contract.made import FILE, made

library = read_library(SEED)
FILE.write_text(asyncio.run(made(published(library), library)))
