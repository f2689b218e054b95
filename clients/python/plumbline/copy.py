"""A copy of all content on the phone, brought up to date whenever there is a network.

The first sync fetches the bundle, one signed file. Later ones fetch what changed. Changes are not
signed: TLS says who sent them, and `state` that none is missing. An app that does not want to
trust what stands between it and the server calls `fetch_bundle` instead, for every release.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx

from plumbline.held import Key, Refused, Release, heed, read, replace
from plumbline.triage import Json
from plumbline.trust import Terms, canonical, check_bundle, check_manifest, read_json, state_of

Synced = Literal["same", "changes", "bundle", "declined"]
"""Nothing is new; the difference was applied; all of it was; the app did not want so much now."""

BUSY = (httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.TOO_MANY_REQUESTS)
RETRY_AFTER_S = 60
ROOM = 3
"""The file holds the old release, the new one and SQLite's journal before it is smaller again."""


class NothingHeld(LookupError):
    """There was no sync yet. Show an emergency number of the app's own, and no exercise."""


class TryLater(Exception):
    """The server is busy, or about to load a release. What was held is held still."""

    def __init__(self, after_s: int) -> None:
        super().__init__(f"ask again in {after_s} seconds")
        self.after_s = after_s


class _StartAnew(Exception):
    """Changes do not lead from what is held to a release. The bundle does."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One language of the content, in a file that the app names."""

    path: Path
    terms: Terms
    language: str = "en"
    page_size: int = 200

    def held(self) -> Release:
        """What is held now. Needs no network, ever.

        Raises:
            NothingHeld: there was no sync yet.
        """
        release = read(self.path)
        if release is None:
            raise NothingHeld("nothing was synced yet")
        return release

    def sync(self, client: httpx.Client) -> Synced:
        """Hold what the server holds. Whatever goes wrong, what was held is held still, whole.

        Call it when the app starts and once a day: a recall comes this way.

        Raises:
            Refused: what arrived is not to be believed, or there is no room for it.
            TryLater: in so many seconds.
            httpx.HTTPError: there is no network, or the server failed.
        """
        held = read(self.path)
        if held is None or held.language != self.language:
            return self.fetch_bundle(client)
        try:
            return self._follow(client, held)
        except _StartAnew:
            return self.fetch_bundle(client)

    def fetch_bundle(self, client: httpx.Client) -> Synced:
        """Everything, whatever is held. Raises: as `sync`."""
        manifest = self._manifest(client, lang=self.language)
        if not self.terms.may_fetch(max(manifest["bundle"]["encoded_bytes"].values())):
            return "declined"
        body = self._download(client)
        try:
            self.take(manifest, body)
        except Refused:
            # A release may have come between the two; then the manifest of now fits.
            self.take(self._manifest(client, lang=self.language), body)
        return "bundle"

    def take(self, manifest: Json, body: bytes) -> None:
        """Hold this bundle, if it is to be believed. An app may bring both files along, so that it
        works before its first sync."""
        held = read(self.path)
        check_manifest(manifest, held.number if held else None, self.terms)
        self._keep(check_bundle(body, manifest, self.terms))

    def _follow(self, client: httpx.Client, held: Release) -> Synced:
        manifest = self._manifest(client, since=held.token)
        if manifest["token"] == held.token:
            return "same"
        if not self.terms.may_fetch(manifest["pending"]["bytes"]):
            return "declined"
        bodies, token, complete = dict(held.bodies), held.token, False
        while not complete:
            page = self._get(client, "/v1/changes", since=token, limit=str(self.page_size))
            for change in page["changes"]:
                _stage(bodies, change)
            if not page["complete"] and page["next"] == token:
                raise _StartAnew
            token, complete = page["next"], page["complete"]
        if state_of(bodies) != page["state"]:
            raise _StartAnew
        self._keep(Release(page["release"], page["language"], page["state"], token, bodies))
        return "changes"

    def _keep(self, release: Release) -> None:
        if release.language != self.language:
            raise Refused(f"`{self.language}` was asked for, `{release.language}` came")
        size = sum(len(body.encode()) for body in release.bodies.values())
        if shutil.disk_usage(self.path.parent).free < ROOM * size:
            raise Refused(f"there are not {ROOM * size} bytes free")
        replace(self.path, release)

    def _manifest(self, client: httpx.Client, **query: str) -> Json:
        """A recall counts from the moment it is heard of, whatever is fetched then."""
        manifest = self._get(client, "/v1/bundle/manifest", **query)
        held = read(self.path)
        check_manifest(manifest, held.number if held else None, self.terms)
        withdrawn = [rules for rules in manifest["rule_sets"] if rules["status"] == "withdrawn"]
        recalls = [notice["recalls"] for notice in manifest["notices"] if notice["recalls"]]
        heed(self.path, frozenset((one["name"], one["version"]) for one in withdrawn + recalls))
        return manifest

    def _get(self, client: httpx.Client, path: str, **query: str) -> Json:
        """`no-cache`: what some cache has kept may be of another release than the last answer."""
        response = client.get(path, params=query, headers={"Cache-Control": "no-cache"})
        if response.status_code == httpx.codes.GONE and "since" in query:
            raise _StartAnew
        _check_status(response)
        return read_json(response.content)

    def _download(self, client: httpx.Client) -> bytes:
        headers = {"Cache-Control": "no-cache, no-store"}
        query, body = {"lang": self.language}, bytearray()
        with client.stream("GET", "/v1/bundle", params=query, headers=headers) as response:
            _check_status(response)
            for piece in response.iter_bytes():
                body += piece
                if len(body) > self.terms.most_bytes:
                    raise Refused(f"larger than {self.terms.most_bytes} bytes")
        return bytes(body)


def _stage(bodies: dict[Key, str], change: Json) -> None:
    """In memory: nothing of it is held before the last page fits. Nor does it fit if there is an
    `op` that this app does not know."""
    key = (change["kind"], change["slug"])
    if change["op"] == "upsert":
        bodies[key] = canonical(change["value"])
    elif change["op"] == "delete":
        bodies.pop(key, None)


def _check_status(response: httpx.Response) -> None:
    if response.status_code in BUSY:
        after = response.headers.get("Retry-After", "")
        raise TryLater(int(after) if after.isdigit() else RETRY_AFTER_S)
    response.raise_for_status()
