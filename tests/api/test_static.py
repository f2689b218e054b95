"""The files of the pages: one folder for whoever asks, whatever folders we keep them in."""

from app.routes.pages import STATIC, TYPES, files


def test_each_file_of_the_pages_has_a_name_of_its_own() -> None:
    paths = sorted(path for path in STATIC.rglob("*") if path.suffix in TYPES)

    assert sorted(files().values()) == paths
