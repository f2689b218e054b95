"""The documentation as pages: complete, linked, cached, and styled by files of ours alone."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from httpx import AsyncClient

from app.handbook.article import article
from app.handbook.contents import ORDER
from tests.conftest import ROOT


@pytest.mark.parametrize("page", ORDER)
async def test_every_page_is_served_with_all_the_others_around_it(
    page: str, client: AsyncClient
) -> None:
    address = "/guide/" if page == "index" else f"/guide/{page}"

    answer = await client.get(address)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.text.count("<h1") == 1
    contents = answer.text.partition('aria-label="All pages"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', contents) == ["./", *ORDER[1:]]
    assert contents.count('aria-current="page"') == 1


async def test_every_link_between_pages_is_answered(client: AsyncClient) -> None:
    asked: dict[str, str] = {}
    for page in ORDER:
        html = (await client.get(f"/guide/{page}" if page != "index" else "/guide/")).text
        for target in re.findall(r'href="([^"]+)"', html):
            path, _, anchor = target.partition("#")
            if target.startswith(("http", "#")):
                continue
            address = path if path[0] == "/" else f"/guide/{path.removeprefix('./')}"
            if address not in asked:
                answer = await client.get(address)
                assert answer.status_code == 200, f"{page} links to {target}"
                asked[address] = answer.text
            if anchor:
                assert f'id="{anchor}"' in asked[address], f"{page} links to {target}"

    assert len(asked) > len(ORDER)


async def test_nothing_in_a_page_needs_what_its_policy_forbids(client: AsyncClient) -> None:
    for page in ORDER:
        html = (await client.get(f"/guide/{'' if page == 'index' else page}")).text
        assert not re.search(r"<[^>]*( style=| on\w+=)|<script|<style", html), page


async def test_a_page_is_revalidated(client: AsyncClient) -> None:
    first = await client.get("/guide/errors")

    again = await client.get("/guide/errors", headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert (await client.head("/guide/errors")).headers["etag"] == first.headers["etag"]


async def test_the_index_under_another_name_leads_to_it(client: AsyncClient) -> None:
    for address in ("/guide", "/guide/index"):
        answer = await client.get(address)

        assert (answer.status_code, answer.headers["location"]) == (308, "/guide/")


async def test_a_page_that_is_not_there_is_a_problem(client: AsyncClient) -> None:
    answer = await client.get("/guide/nowhere")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_what_is_typed_as_html_is_shown_and_not_obeyed() -> None:
    shown = article("# One\n\n<script>alert(1)</script> [x](javascript:alert(1)) `<b>`").html

    assert "<script" not in shown
    assert 'href="javascript' not in shown
    assert "&lt;b&gt;" in shown


def test_links_lead_to_pages_and_what_is_only_in_the_repository_is_none() -> None:
    shown = article("# T\n\n[a](errors.md#every-code) [b](index.md) [c](../CONTRIBUTING.md)").html

    assert 'href="errors#every-code"' in shown
    assert 'href="./"' in shown
    assert re.search(r"<a[^>]*href=[^>]*CONTRIBUTING", shown) is None


def test_headings_have_the_anchors_that_forges_give_them() -> None:
    told = article(
        "# T\n\n## must_acknowledge\n\n## 1. The manifest\n\n## `a` & b\n\n## T"
    ).headings

    assert [one.anchor for one in told] == ["must_acknowledge", "1-the-manifest", "a--b", "t-1"]


def test_a_server_starts_without_what_renders_pages() -> None:
    code = "import sys, app.main; print('markdown_it' in sys.modules, 'pygments' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False", "False"]


def test_the_image_has_the_pages() -> None:
    copied = re.findall(r"^COPY (\w+) \1$", Path(ROOT / "Dockerfile").read_text(), re.MULTILINE)

    assert "docs" in copied
    assert "docs" not in Path(ROOT / ".dockerignore").read_text().split()
