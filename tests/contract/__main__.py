"""`python -m tests.contract` writes clients/contract/cases.json: after a change of a text, of a
rule or of what an app must show. A test compares the two."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from app.catalog import load_catalog
from app.db import open_engine
from app.library import read_library
from app.migrate import migrate
from app.publish import publish
from tests.conftest import NOW, SEED
from tests.contract.made import FILE, made


def main() -> None:
    library = read_library(SEED)
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder)}/plumbline.db"
        migrate(url)
        engine = open_engine(url)
        publish(engine, library, NOW)
        with Session(engine) as session:
            catalog = load_catalog(session)
        engine.dispose()
    FILE.write_text(asyncio.run(made(catalog, library)))


main()
